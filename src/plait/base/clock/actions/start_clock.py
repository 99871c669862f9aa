"""Start a clock, once for each key."""

from datetime import datetime

from django.db import transaction

from plait.base.clock.calendars import Calendar
from plait.base.clock.models import ClockChange, RunningClock
from plait.base.clock.store import MOVED_BACK, count, keep, locked
from plait.base.clock.targets import ClockRefused, Target


@transaction.atomic
def start_clock(
    *,
    key: str,
    rule: str,
    subject: str,
    start_event: str,
    started_at: datetime,
    target: Target,
    calendar: Calendar,
    owner: str,
    by: str,
    at: datetime,
    pack_release: str = "",
    at_risk_fraction: float = 0.75,
) -> RunningClock:
    """Start it from `started_at` (which may lie before `at`: a phone call entered later keeps its true time).

    Starting the same key again from the same moment gives the clock as it is; from another moment it is refused, since
    that would be a silent reset. Refuses a start that lies after `at`. Raises ClockRefused.
    """
    if started_at.tzinfo is None or at.tzinfo is None:
        raise ClockRefused("A moment without a time zone cannot be counted from.")
    if started_at > at:
        raise ClockRefused(f"A clock cannot start in the future. {MOVED_BACK}")
    known: RunningClock | None = locked.first(key)
    if known is not None:
        if known.started_at != started_at:
            raise ClockRefused(
                f"The clock {key} has started already, at another time. Rate it again instead."
            )
        return known
    clock = RunningClock(
        key=key,
        rule=rule,
        subject=subject,
        start_event=start_event,
        started_at=started_at,
        kind=target.kind,
        amount=target.amount,
        by_time=target.by,
        owner=owner,
        pack_release=pack_release,
        at_risk_fraction=at_risk_fraction,
    )
    count(clock, calendar)
    keep(clock, what=ClockChange.What.STARTED, old_due=None, old_target="", because="", by=by, at=at)
    return clock
