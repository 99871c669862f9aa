"""What every clock deed shares: holding the row, counting it anew, keeping the change."""

from datetime import datetime

from plait.base.clock.calendars import Calendar
from plait.base.clock.due import Pause, due_at
from plait.base.clock.models import ClockChange, RunningClock
from plait.base.clock.standing import at_risk_from
from plait.base.clock.targets import ClockRefused

MOVED_BACK = (
    "This moment lies before the last thing known of this clock. Has the computer's clock been moved back?"
)


def held(key: str, *, at: datetime) -> RunningClock:
    """The clock, locked until the transaction ends. Refuses an unknown key, and a moment before its last change."""
    if at.tzinfo is None:
        raise ClockRefused("A moment without a time zone cannot be counted from.")
    clock = RunningClock.objects.select_for_update().filter(key=key).first()
    if clock is None:
        raise ClockRefused(f"No clock has the key {key}.")
    last = clock.changes.order_by("-order").first()
    if at < clock.started_at or (last is not None and at < last.at):
        raise ClockRefused(MOVED_BACK)
    return clock


def count(clock: RunningClock, calendar: Calendar) -> None:
    """Set when it is due from its original start, its target and every finished pause. Does not save."""
    pauses = [Pause(one.from_at, one.to_at) for one in clock.pauses.all() if one.to_at is not None]
    due = due_at(start=clock.started_at, target=clock.target, calendar=calendar, pauses=pauses)
    clock.due_at = due.at
    clock.beyond_calendar = due.beyond_calendar
    clock.calendar_version = calendar.version
    clock.at_risk_at = at_risk_from(started_at=clock.started_at, due=due.at, fraction=clock.at_risk_fraction)


def keep(
    clock: RunningClock,
    *,
    what: str,
    old_due: datetime | None,
    old_target: str,
    because: str,
    by: str,
    at: datetime,
) -> None:
    """Save the clock and leave the change beside it."""
    clock.save()
    ClockChange.objects.create(
        clock=clock,
        order=clock.changes.count() + 1,
        what=what,
        old_due=old_due,
        new_due=clock.due_at,
        old_target=old_target,
        new_target=str(clock.target),
        because=because[:300],
        by=by,
        at=at,
    )
