"""Pause a clock, with a reason."""

from datetime import datetime

from django.db import transaction

from plait.base.clock.models import ClockChange, ClockPause, RunningClock
from plait.base.clock.store import held, keep
from plait.base.clock.targets import ClockRefused


@transaction.atomic
def pause_clock(*, key: str, because: str, by: str, at: datetime) -> RunningClock:
    """Stand it still from `at`. Refuses one that does not run, is late already, or a pause without a reason."""
    clock = held(key, at=at)
    if not because.strip():
        raise ClockRefused("Say why this clock is paused.")
    if clock.state != RunningClock.State.RUNNING:
        raise ClockRefused(f"Only a running clock can be paused; this one is {clock.state}.")
    if at > clock.due_at:
        raise ClockRefused("This clock is late already. A pause would hide that.")
    ClockPause.objects.create(clock=clock, from_at=at, why=because[:300], by=by)
    clock.state = RunningClock.State.PAUSED
    keep(
        clock,
        what=ClockChange.What.PAUSED,
        old_due=clock.due_at,
        old_target=str(clock.target),
        because=because,
        by=by,
        at=at,
    )
    return clock
