"""That somebody is protected, beside their name on every page, never what is protected, from whom or why; and, for whoever
may read who must not know, that it is this one."""

from collections.abc import Collection, Iterable

from plait.people.models import Description, Person, SafetyNote
from plait.people.rules import is_named

Flag = dict[str, str]
RESTRICTED: Flag = {"text": "Restricted record", "sign": "lock", "colour": "purple"}
SHIELDED: Flag = {"text": "Whereabouts protected", "sign": "shield", "colour": "purple"}


def protected_flags(people: Iterable[Person], *, shielded: Collection[str]) -> list[Flag]:
    """The flags of these people together; `shielded` are the ids of those whose whereabouts are protected
    (`people.places.shielded_among`)."""
    known = list(people)
    flags = [RESTRICTED] if any(one.restricted for one in known) else []
    return [*flags, *([SHIELDED] if any(str(one.pk) in shielded for one in known) else [])]


def unaware_flags(one: Description, notes: Iterable[SafetyNote]) -> list[Flag]:
    """What this person must not know, beside their own name: for whoever reads the notes themselves."""
    kinds = (SafetyNote.Kind.WHERE, SafetyNote.Kind.WHO_TOLD)
    meant = [
        SafetyNote.Kind(note.kind)
        for note in notes
        if note.kind in kinds and is_named(note.who, forename=one.forename, surname=one.surname)
    ]
    return [{"text": str(kind.label), "sign": "alert", "colour": "orange"} for kind in dict.fromkeys(meant)]
