"""What follows from a promise of time."""

from dataclasses import dataclass
from datetime import datetime

from plait.base.announce import Event


@dataclass(frozen=True, slots=True)
class ClockRuns(Event):
    """It runs from now on, or runs on with this due time: whoever must hear that it is late has a timer set for it."""

    key: str
    rule: str
    subject: str
    due_at: datetime
    at: datetime
