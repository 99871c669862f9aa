"""What follows from a witness's work."""

from dataclasses import dataclass
from datetime import datetime

from plait.base.announce import Event


@dataclass(frozen=True, slots=True)
class AlarmRaised(Event):
    """Something about a sealed log must be looked at by people."""

    alarm_id: str
    kind: str
    at: datetime


@dataclass(frozen=True, slots=True)
class AlarmSettled(Event):
    """Somebody has said what they found."""

    alarm_id: str
    at: datetime
