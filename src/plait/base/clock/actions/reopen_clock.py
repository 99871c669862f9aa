"""Reopen a stopped clock: it goes on from where it stood."""

from datetime import datetime

from django.db import transaction

from plait.base.clock.calendars import Calendar
from plait.base.clock.models import ClockChange, ClockPause, RunningClock
from plait.base.clock.store import count, held, keep
from plait.base.clock.targets import ClockRefused


@transaction.atomic
def reopen_clock(*, key: str, calendar: Calendar, because: str, by: str, at: datetime) -> RunningClock:
    """The time between stopping and `at` is kept as a pause; what had elapsed stays elapsed. Late before is late still.

    Refuses one that was not stopped, and a reopening without a reason.
    """
    clock = held(key, at=at)
    if not because.strip():
        raise ClockRefused("Say why this clock is reopened.")
    if clock.state != RunningClock.State.STOPPED or clock.stopped_at is None:
        raise ClockRefused(f"Only a stopped clock can be reopened; this one is {clock.state}.")
    old = clock.due_at
    why = f"It had stopped: {clock.end_event}. It went on: {because}"[:300]
    ClockPause.objects.create(clock=clock, from_at=clock.stopped_at, to_at=at, why=why, by=by)
    clock.state = RunningClock.State.RUNNING
    clock.stopped_at = None
    clock.end_event = ""
    count(clock, calendar)
    keep(
        clock,
        what=ClockChange.What.REOPENED,
        old_due=old,
        old_target=str(clock.target),
        because=because,
        by=by,
        at=at,
    )
    return clock
