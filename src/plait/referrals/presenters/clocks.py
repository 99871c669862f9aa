"""What each promise of time waits for, in words: the only place that says so."""

from dataclasses import dataclass
from datetime import datetime

from plait.base.clock.models import RunningClock
from plait.base.clock.queries import standing_of
from plait.base.packs import Pack

WAITS_FOR = {
    "decision": "Decide what happens next",
    "rating": "Decide, by its urgency",
    "open": "The hub opens it",
    "worker-accepts": "The worker’s team accepts",
    "assessment": "Finish the assessment",
    "lead-accepts": "The next team accepts",
    "strategy_discussion": "Hold the strategy discussion",
    "s47_icpc": "Child protection conference",
    "answer": "Answer",
}


def what_is_due(clock: RunningClock, pack: Pack | None = None) -> str:
    """What the clock waits for. One that the area's pack brings has the pack's own words, where the pack is at hand."""
    name = clock.key.rpartition(":")[2]
    if name in WAITS_FOR:
        return WAITS_FOR[name]
    if pack is not None and clock.rule in pack.clocks:
        return pack.clocks[clock.rule].label
    return clock.rule.replace("_", " ").replace("-", " ").capitalize()


@dataclass(frozen=True, slots=True)
class ShownClock:
    """One promise of time: its words, how it stands, and when it is due; of one that is kept, when it was kept."""

    words: str
    standing: str
    due: datetime
    beyond: bool


def shown_clock(clock: RunningClock, words: str, at: datetime) -> ShownClock:
    """A clock as it stands now; of one that has stopped, when it did."""
    moment = clock.stopped_at or clock.due_at
    return ShownClock(words, str(standing_of(clock, at)), moment, clock.beyond_calendar)
