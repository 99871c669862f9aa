"""Stop a clock: what it waited for has happened."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from plait.base.access.written import Written
from plait.base.clock.models import ClockChange, ClockPause, RunningClock
from plait.base.clock.store import MOVED_BACK, held, keep
from plait.base.clock.targets import ClockRefused


@Written
def _open_pauses(clock_id: UUID) -> QuerySet[ClockPause]:
    return ClockPause.objects.filter(clock_id=clock_id, to_at__isnull=True)


@transaction.atomic
def stop_clock(
    *, key: str, end_event: str, by: str, at: datetime, stopped_at: datetime | None = None
) -> RunningClock:
    """Stop it at `stopped_at` (a deed entered later keeps its true time; default `at`). Stopping twice changes nothing.

    A paused clock may be stopped: its pause ends then. Refuses a moment before the start or after `at`.
    """
    clock = held(key, at=at)
    if clock.state == RunningClock.State.STOPPED:
        return clock
    moment = stopped_at or at
    if moment > at or moment < clock.started_at:
        raise ClockRefused(MOVED_BACK)
    for pause in _open_pauses.rows(clock.pk):
        pause.to_at = max(moment, pause.from_at)
        pause.save()
    clock.state = RunningClock.State.STOPPED
    clock.stopped_at = moment
    clock.end_event = end_event
    keep(
        clock,
        what=ClockChange.What.STOPPED,
        old_due=clock.due_at,
        old_target=str(clock.target),
        because=end_event,
        by=by,
        at=at,
    )
    return clock
