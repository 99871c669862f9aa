"""How long records are kept, in words: counts and dates, never what a record says."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from plait.base.packs.schema.retention import RetentionClass, RetentionFile
from plait.privacy.models import RetentionChoice
from plait.privacy.queries.retention import choosable, due_now, schedule_of

FROM = {
    "closed": "the day it was closed",
    "written": "the day it was written",
    "born": "the day of birth",
    "last_work": "the last work on it",
}
WHAT = {
    "item": "Something known about one person",
    "contact": "A concern",
    "call": "A note of a call",
    "referral": "A referral",
}


@dataclass(frozen=True, slots=True)
class ClassRow:
    """One class with what the agency keeps in it."""

    kept: RetentionClass
    period: str
    counts_from: str
    number: int
    due: int


def period_of(kept: RetentionClass) -> str:
    """Years, or days where it is shorter."""
    parts = [f"{kept.years} year{'s' * (kept.years != 1)}"] if kept.years else []
    parts += [f"{kept.days} day{'s' * (kept.days != 1)}"] if kept.days else []
    return " and ".join(parts)


def class_rows(agency_id: str, *, file: RetentionFile, on: date) -> list[ClassRow]:
    """Every class of the pack in force, with how many of this agency's records are in it and how many have come to their day."""
    kept = schedule_of(agency_id, file=file) if agency_id else []
    number = Counter(one.class_code for one in kept)
    due = Counter(one.class_code for one in kept if one.due is not None and one.due <= on)
    return [
        ClassRow(one, period_of(one), FROM[one.trigger], number[one.code], due[one.code])
        for one in file.classes
    ]


@dataclass(frozen=True, slots=True)
class Line:
    """One record of a manifest."""

    what: str
    ref: str
    due: date | None


def lines_due(agency_id: str, *, file: RetentionFile, class_code: str, on: date) -> list[Line]:
    """What would be in the manifest."""
    rows = due_now(agency_id, file=file, on=on, class_code=class_code)
    return [Line(what_is(one.ref), one.ref, one.due) for one in rows]


def classes_to_choose(file: RetentionFile) -> list[tuple[str, str, str]]:
    """Each class by code and label, with how long it keeps a record and on what that rests."""
    return [
        (one.code, one.label, f"{period_of(one)} from {FROM[one.trigger]}. {one.source}.".replace("..", "."))
        for one in choosable(file)
    ]


def choices_shown(
    choices: Iterable[RetentionChoice], *, file: RetentionFile | None
) -> list[tuple[RetentionChoice, str]]:
    """The newest choice of each record, with what its class is called now."""
    newest: dict[str, RetentionChoice] = {}
    for one in choices:
        newest.setdefault(one.ref, one)
    named = {one.code: one.label for one in file.classes} if file else {}
    return [(one, named.get(one.class_code, one.class_code)) for one in newest.values()]


def what_is(ref: str) -> str:
    """What kind of record a reference names."""
    return WHAT.get(ref.partition(":")[0], "A record")
