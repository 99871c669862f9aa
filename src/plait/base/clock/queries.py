"""Reading clocks."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from plait.base.access.written import Written
from plait.base.clock.models import RunningClock
from plait.base.clock.standing import Standing, standing
from plait.base.clock.store import last_change_at

# The end of a clock whose record was closed before what it waited for had happened: never met, and never met late.
CLOSED = "referral closed"
# Somebody said, with a reason, that what it waited for is not required.
NOT_REQUIRED = "not required"


def clock(key: str) -> RunningClock | None:
    """The clock of that key, if it was ever started."""
    found: RunningClock | None = _by_key.first(key)
    return found


@Written
def _by_key(key: str) -> QuerySet[RunningClock]:
    return RunningClock.objects.filter(key=key)


def not_before(clock: RunningClock, at: datetime) -> datetime:
    """The moment, or that of the last thing known of this clock where that is later.

    Deeds may reach a clock in another order than they began, and a computer's clock may be set back. A deed that nothing
    may delay passes this moment on, instead of being refused by `store.held`.
    """
    last: datetime | None = last_change_at.first(clock.pk)
    return max(at, clock.started_at, *([last] if last is not None else []))


def clocks_for(subjects: Iterable[str]) -> QuerySet[RunningClock]:
    """Every clock about these subjects, soonest due first."""
    return RunningClock.objects.filter(subject__in=list(subjects)).order_by("due_at", "key")


def clocks_about(subject: str) -> list[RunningClock]:
    """Every clock about one record, soonest due first."""
    return _about.rows(subject)


@Written
def _about(subject: str) -> QuerySet[RunningClock]:
    return clocks_for((subject,))


def running_until(until: datetime, *, owners: Iterable[str] | None = None) -> QuerySet[RunningClock]:
    """Running clocks due by that moment (late ones included), soonest first; only these owners' if any are given."""
    found = RunningClock.objects.filter(state=RunningClock.State.RUNNING, due_at__lte=until)
    if owners is not None:
        found = found.filter(owner__in=list(owners))
    return found.order_by("due_at", "key")


def standing_of(clock: RunningClock, at: datetime) -> Standing:
    """How it stands at that moment, by what is stored. Asks the database nothing."""
    if clock.state == RunningClock.State.STOPPED and clock.end_event == CLOSED:
        return Standing.CLOSED
    if clock.state == RunningClock.State.STOPPED and clock.end_event == NOT_REQUIRED:
        return Standing.STOPPED
    return standing(
        due=clock.due_at,
        at=at,
        started_at=clock.started_at,
        stopped_at=clock.stopped_at if clock.state == RunningClock.State.STOPPED else None,
        paused=clock.state == RunningClock.State.PAUSED,
        at_risk_at=clock.at_risk_at,
    )
