"""Promises of time: working days, school days, working hours, hours, calendar days, months."""

from plait.base.clock.calendars import LONDON, Calendar, Term
from plait.base.clock.due import Due, Pause, due_at
from plait.base.clock.standing import Standing, at_risk_from, standing
from plait.base.clock.targets import ClockRefused, Target, TargetKind

__all__ = [
    "LONDON",
    "Calendar",
    "ClockRefused",
    "Due",
    "Pause",
    "Standing",
    "Target",
    "TargetKind",
    "Term",
    "at_risk_from",
    "due_at",
    "standing",
]
