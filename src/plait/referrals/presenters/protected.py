"""That somebody is protected, beside their name on every page; never what is protected, from whom or why."""

from collections.abc import Collection, Iterable

from plait.people.models import Person

Flag = dict[str, str]
RESTRICTED: Flag = {"text": "Restricted record", "sign": "lock", "colour": "purple"}
SHIELDED: Flag = {"text": "Whereabouts protected", "sign": "shield", "colour": "purple"}


def protected_flags(people: Iterable[Person], *, shielded: Collection[str]) -> list[Flag]:
    """The flags of these people together; `shielded` are the ids of those whose whereabouts are protected
    (`people.places.shielded_among`)."""
    known = list(people)
    flags = [RESTRICTED] if any(one.restricted for one in known) else []
    return [*flags, *([SHIELDED] if any(str(one.pk) in shielded for one in known) else [])]
