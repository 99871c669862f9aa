"""A promise of time as a page shows it: how it stands, and every stretch that it stood still."""

from dataclasses import dataclass, field
from datetime import datetime

from plait.base.clock.models import RunningClock
from plait.base.clock.queries import standing_of


@dataclass(frozen=True, slots=True)
class Stood:
    """A stretch that a clock stood still and does not count, with the reason. `to_at` is empty while it lasts."""

    from_at: datetime
    to_at: datetime | None
    why: str


def stood_still(clock: RunningClock) -> list[Stood]:
    """Every such stretch, the first first: no clock goes on, or on anew, in silence (design, truth 7). Whoever reads the
    clock prefetches `pauses`."""
    rows = sorted(clock.pauses.all(), key=lambda one: one.from_at)
    return [Stood(one.from_at, one.to_at, one.why) for one in rows]


@dataclass(frozen=True, slots=True)
class ShownClock:
    """One promise of time: its words, how it stands, and when it is due; of one that is kept, when it was kept."""

    words: str
    standing: str
    due: datetime
    beyond: bool
    stood: list[Stood] = field(default_factory=list)
    settles: str = ""  # its id, where somebody may say what became of it


def shown_clock(clock: RunningClock, words: str, at: datetime) -> ShownClock:
    """A clock as it stands now; of one that has stopped, when it did."""
    moment = clock.stopped_at or clock.due_at
    return ShownClock(words, str(standing_of(clock, at)), moment, clock.beyond_calendar, stood_still(clock))
