"""Let a paused clock run on."""

from datetime import datetime

from django.db import transaction

from plait.base.clock.calendars import Calendar
from plait.base.clock.models import ClockChange, RunningClock
from plait.base.clock.store import count, held, keep
from plait.base.clock.targets import ClockRefused


@transaction.atomic
def resume_clock(*, key: str, calendar: Calendar, by: str, at: datetime, because: str = "") -> RunningClock:
    """End the pause at `at`; the due time moves by what the pause covered. Refuses one that is not paused."""
    clock = held(key, at=at)
    if clock.state != RunningClock.State.PAUSED:
        raise ClockRefused(f"Only a paused clock can be resumed; this one is {clock.state}.")
    old = clock.due_at
    clock.pauses.filter(to_at__isnull=True).update(to_at=at)
    clock.state = RunningClock.State.RUNNING
    count(clock, calendar)
    keep(
        clock,
        what=ClockChange.What.RESUMED,
        old_due=old,
        old_target=str(clock.target),
        because=because,
        by=by,
        at=at,
    )
    return clock
