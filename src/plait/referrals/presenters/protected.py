"""That somebody is protected, beside their name on every page, never what is protected, from whom or why; and, for whoever
may read who must not know, that it is this one."""

from collections.abc import Collection, Iterable

from plait.people.models import Description, Person, SafetyNote
from plait.people.rules import is_named

Flag = dict[str, str]
RESTRICTED: Flag = {"text": "Restricted record", "sign": "lock", "colour": "purple"}
_KIND, PERHAPS = SafetyNote.Kind, "Perhaps must not know: ask the referrer first"
UNAWARE = {
    _KIND.WHERE.value: str(_KIND.WHERE.label), _KIND.WHERE_UNSURE.value: PERHAPS,
    _KIND.WHO_TOLD.value: str(_KIND.WHO_TOLD.label), _KIND.WHO_UNSURE.value: PERHAPS,
}  # fmt: skip
SHIELDED: Flag = {"text": "Whereabouts protected", "sign": "shield", "colour": "purple"}


def protected_flags(people: Iterable[Person], *, shielded: Collection[str]) -> list[Flag]:
    """The flags of these people together; `shielded` are the ids of those whose whereabouts are protected
    (`people.places.shielded_among`)."""
    known = list(people)
    flags = [RESTRICTED] if any(one.restricted for one in known) else []
    return [*flags, *([SHIELDED] if any(str(one.pk) in shielded for one in known) else [])]


def unaware_flags(one: Description, notes: Iterable[SafetyNote]) -> list[Flag]:
    """What this person must not know, beside their own name: for whoever reads the notes themselves."""
    meant = [
        UNAWARE[note.kind]
        for note in notes
        if note.kind in UNAWARE and is_named(note.who, forename=one.forename, surname=one.surname)
    ]
    return [{"text": words, "sign": "alert", "colour": "orange"} for words in dict.fromkeys(meant)]
