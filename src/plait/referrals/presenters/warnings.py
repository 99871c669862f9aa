"""What must be kept in mind before anything is done about a concern: who must not know, and what whoever told us asked for."""

from collections.abc import Sequence
from dataclasses import dataclass

from plait.people.models import SafetyNote
from plait.referrals.models import Contact

RING_FIRST = "Asked to be rung first"
TOLD_AT_RISK = "The family was told, and it may raise risk"


@dataclass(frozen=True, slots=True)
class Warned:
    """Something that must be kept in mind before anything is done."""

    title: str
    who: str
    said: str


def warnings_of(notes: Sequence[SafetyNote], contact: Contact) -> list[Warned]:
    """Who must not know, first; whether telling would raise risk, and that it was done; the safe way to make contact. What
    whoever told us was not sure of stands with what others said for certain."""
    kinds = SafetyNote.Kind
    order = [
        kinds.WHERE,
        kinds.WHERE_UNSURE,
        kinds.WHO_TOLD,
        kinds.WHO_UNSURE,
        kinds.TELLING,
        kinds.TELLING_UNSURE,
        kinds.SAFE_CONTACT,
    ]
    seen: dict[tuple[str, str, str], Warned] = {}
    for kind in order:
        if kind == kinds.TELLING and contact.told_at_risk:
            seen[("told", "", "")] = Warned(
                TOLD_AT_RISK,
                "",
                "The referrer told them, and says that this raises the risk or may. Ring the referrer now.",
            )
        for note in notes:
            if note.kind == kind:
                seen.setdefault(
                    (note.kind, note.who, note.said), Warned(str(kind.label), note.who, note.said)
                )
    if contact.telling_raises_risk == "yes" and not any(note.kind == kinds.TELLING for note in notes):
        seen[("telling", "", "")] = Warned(str(kinds.TELLING.label), "", "")
    return list(seen.values())
