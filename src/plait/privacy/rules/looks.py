"""A look-up, a viewer and what was found, as the detectors read them. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

READ, TRIED, SEARCHED, WORKED, TOOK = "read", "tried", "searched", "worked", "took"
LISTED = "listed"  # told to the one it is about; no detector asks of it


@dataclass(frozen=True, slots=True)
class Look:
    """One line of the audit: who, whose record, what kind of thing. `who` and `subject` are the audit's pseudonyms."""

    entry: int
    at: datetime
    who: str
    subject: str
    kind: str
    hour: int = 0  # of the area's wall clock, 0 to 47: 24 and up on days when the area does not work


@dataclass(frozen=True, slots=True)
class Pace:
    """What is usual for people of one role: in a day, in the whole window, and in which hours they are at work."""

    people_in_a_day: float = 0.0
    people_in_window: float = 0.0
    searches_in_a_day: float = 0.0
    hours: tuple[float, ...] = ()  # the share of the role's look-ups in each of the 48 hours
    looks: int = 0


@dataclass(frozen=True, slots=True)
class Viewer:
    """What is known of the one who looked, beside their look-ups.

    `tied`: records of people they said, or seem, to know, and how. `mates_tied`: those of people whom a team-mate said
    they know. `named`: records in which they are involved by name now. `ended`: when their own part in a record ended.
    """

    who: str
    left_at: datetime | None = None
    tied: Mapping[str, str] = field(default_factory=dict)
    mates_tied: Mapping[str, str] = field(default_factory=dict)
    named: frozenset[str] = frozenset()
    ended: Mapping[str, datetime] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Record:
    """What is known of the records that were looked at: which are in the public eye (and who may open those), which were
    closed and when."""

    high_interest: Mapping[str, frozenset[str]] = field(default_factory=dict)
    closed: Mapping[str, datetime] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Limits:
    """The numbers of the area's pack, as the detectors need them."""

    window_days: int
    tries: int
    occasions: int
    minutes_between_occasions: int
    tries_after_end: int
    days_after_closing: int
    times_usual: float
    least_people_in_a_day: int
    least_people_in_window: int
    least_searches_in_a_day: int
    days_before_leaving: int
    rare_hour_share: float
    least_looks_to_know_hours: int
    least_looks_at_a_rare_hour: int


@dataclass(frozen=True, slots=True)
class Found:
    """A question about look-ups: its reason in words. Never a score. `key` is the question itself: found again, it is one."""

    kind: str
    who: str
    subject: str
    because: str
    entries: tuple[int, ...]
    first_at: datetime
    last_at: datetime
    key: str


def found(kind: str, looks: Iterable[Look], because: str, *, window_days: int, subject: str = "") -> Found:
    """The question that these look-ups raise. One stands for the same kind, viewer and record for a whole window."""
    some = sorted(looks, key=lambda one: (one.at, one.entry))
    first, last = some[0], some[-1]
    window = first.at.date().toordinal() // window_days
    return Found(
        kind=kind,
        who=first.who,
        subject=subject,
        because=because,
        entries=tuple(one.entry for one in some),
        first_at=first.at,
        last_at=last.at,
        key=f"{kind}:{first.who}:{subject or 'many'}:{window}",
    )


def occasions_of(looks: Iterable[Look], *, minutes: int) -> list[Look]:
    """The first look of each occasion: what lies less than so many minutes after the look before it is the same one."""
    begun: list[Look] = []
    last: datetime | None = None
    for one in sorted(looks, key=lambda look: (look.at, look.entry)):
        if last is None or one.at - last >= timedelta(minutes=minutes):
            begun.append(one)
        last = one.at
    return begun


def by_subject(looks: Iterable[Look], *kinds: str) -> dict[str, list[Look]]:
    """The looks of these kinds, record by record."""
    told: dict[str, list[Look]] = {}
    for one in looks:
        if one.kind in kinds and one.subject:
            told.setdefault(one.subject, []).append(one)
    return told
