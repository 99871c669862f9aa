"""What must be kept in mind before anything is done about a concern: who must not know, and what whoever told us asked for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from plait.people.models import SafetyNote
from plait.referrals.models import Contact, SafetySettled
from plait.referrals.queries.settling import ANSWER_OF

RING_FIRST = "Asked to be rung first"
TOLD_AT_RISK = "The family was told, and it may raise risk"


@dataclass(frozen=True, slots=True)
class Warned:
    """Something that must be kept in mind before anything is done. `answers` is the kind of answer that it is, where the
    hub may settle it; `settled` is what was found out since; `ended` is when a note was ended in any other way."""

    title: str
    who: str
    said: str
    answers: str = ""
    settled: SafetySettled | None = None
    ended: datetime | None = None


def warnings_of(
    notes: Sequence[SafetyNote], contact: Contact, settled: Mapping[str, SafetySettled]
) -> list[Warned]:
    """Who must not know, first; whether telling would raise risk, and that it was done; the safe way to make contact. What
    whoever told us was not sure of stands with what others said for certain. What was settled of this concern's own answers
    stands beside them: they stay as they were said."""
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
    seen: dict[tuple[object, ...], Warned] = {}
    for kind in order:
        if kind == kinds.TELLING and contact.told_at_risk:
            seen[("told",)] = Warned(
                TOLD_AT_RISK,
                "",
                "The referrer told them, and says that this raises the risk or may. Ring the referrer now.",
            )
        for note in notes:
            if note.kind == kind:
                one = _said(note, contact, settled)
                seen.setdefault((kind, one.who, one.said, one.answers, one.ended), one)
    said = {"yes": kinds.TELLING, "not_sure": kinds.TELLING_UNSURE}.get(contact.telling_raises_risk)
    if said and not any(note.kind == said for note in notes):
        answers = SafetySettled.Kind.TELLING
        seen[("telling",)] = Warned(str(said.label), "", "", answers.value, settled.get(answers))
    return list(seen.values())


def _said(note: SafetyNote, contact: Contact, settled: Mapping[str, SafetySettled]) -> Warned:
    answers = ANSWER_OF.get(note.kind, "") if note.source_ref == contact.ref else ""
    found = settled.get(answers)
    ended = note.ended_at if found is None else None
    return Warned(str(SafetyNote.Kind(note.kind).label), note.who, note.said, answers, found, ended)
