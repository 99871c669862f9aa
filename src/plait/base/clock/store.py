"""What every clock deed shares: holding the row, counting it anew, keeping the change."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from plait.base.access.written import Written
from plait.base.announce import announce
from plait.base.clock.calendars import Calendar
from plait.base.clock.due import Pause, due_at
from plait.base.clock.events import ClockRuns
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
    clock: RunningClock | None = locked.first(key)
    if clock is None:
        raise ClockRefused(f"No clock has the key {key}.")
    last = last_change_at.first(clock.pk)
    if at < clock.started_at or (last is not None and at < last):
        raise ClockRefused(MOVED_BACK)
    return clock


@Written
def locked(key: str) -> QuerySet[RunningClock]:
    """The clock of that key, if it was ever started: nobody else changes it until the transaction ends."""
    return RunningClock.objects.select_for_update().filter(key=key)


@Written
def last_change_at(clock_id: UUID) -> QuerySet[ClockChange, Any]:
    """The moment of the last thing known of a clock."""
    return ClockChange.objects.filter(clock_id=clock_id).order_by("-order").values_list("at", flat=True)[:1]


@Written
def _changes(clock_id: UUID) -> QuerySet[ClockChange]:
    return ClockChange.objects.filter(clock_id=clock_id)


def count(clock: RunningClock, calendar: Calendar) -> None:
    """Set when it is due from its original start, its target and every finished pause. Does not save."""
    over = () if clock._state.adding else clock.pauses.all()
    pauses = [Pause(one.from_at, one.to_at) for one in over if one.to_at is not None]
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
    """Save the clock and leave the change beside it; whoever tells of what is late hears that it runs."""
    known = 0 if clock._state.adding else _changes.count(clock.pk)
    clock.save()
    ClockChange.objects.create(
        clock=clock,
        order=known + 1,
        what=what,
        old_due=old_due,
        new_due=clock.due_at,
        old_target=old_target,
        new_target=str(clock.target),
        because=because[:300],
        by=by,
        at=at,
    )
    if clock.state == RunningClock.State.RUNNING and what != ClockChange.What.PASSED_ON:
        announce(ClockRuns(clock.key, clock.rule, clock.subject, clock.due_at, at))
