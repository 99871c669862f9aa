"""Give a clock another target, counted from its original start."""

from datetime import datetime

from django.db import transaction

from plait.base.clock.calendars import Calendar
from plait.base.clock.models import ClockChange, RunningClock
from plait.base.clock.store import count, held, keep
from plait.base.clock.targets import ClockRefused, Target


@transaction.atomic
def rerate_clock(
    *,
    key: str,
    target: Target,
    calendar: Calendar,
    because: str,
    by: str,
    at: datetime,
    rule: str = "",
    pack_release: str = "",
) -> RunningClock:
    """The new target counts from the first start, pauses included: rated up, a clock may at once be late, and says so.

    Refuses a stopped clock and a change without a reason.
    """
    clock = held(key, at=at)
    if not because.strip():
        raise ClockRefused("Say why this clock has a new time.")
    if clock.state == RunningClock.State.STOPPED:
        raise ClockRefused("A stopped clock cannot be given a new time. Reopen it first.")
    old_due, old_target = clock.due_at, str(clock.target)
    clock.kind, clock.amount, clock.by_time = target.kind, target.amount, target.by
    clock.rule = rule or clock.rule
    clock.pack_release = pack_release or clock.pack_release
    count(clock, calendar)
    keep(
        clock,
        what=ClockChange.What.RERATED,
        old_due=old_due,
        old_target=old_target,
        because=because,
        by=by,
        at=at,
    )
    return clock
