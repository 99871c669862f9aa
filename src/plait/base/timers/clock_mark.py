"""A clock that was moved back would fire timers twice late and stamp records with a false time. It is noticed here."""

from datetime import datetime, timedelta

import structlog
from django.db import transaction
from django.db.models import QuerySet

from plait.base.access.written import Written
from plait.base.timers.models import ClockMark

log = structlog.get_logger()

ALLOWED = timedelta(minutes=5)  # machines correct their clocks by seconds; minutes are a mistake


def clock_holds(*, at: datetime) -> bool:
    """Keep the latest moment seen; False when `at` is more than ALLOWED before it."""
    with transaction.atomic():
        mark: ClockMark | None = _mark.first()
        if mark is None:
            mark, _ = ClockMark.objects.select_for_update().get_or_create(id=1, defaults={"seen_at": at})
        if at < mark.seen_at - ALLOWED:
            log.error("clock-moved-back", seconds=int((mark.seen_at - at).total_seconds()))
            return False
        if at > mark.seen_at:
            mark.seen_at = at
            mark.save(update_fields=["seen_at"])
        return True


@Written
def _mark() -> QuerySet[ClockMark]:
    return ClockMark.objects.select_for_update().filter(id=1)


def latest_seen() -> datetime | None:
    """The latest moment that the worker has seen; None where it never ran."""
    return ClockMark.objects.filter(id=1).values_list("seen_at", flat=True).first()


def seconds_behind(*, at: datetime) -> int:
    """How far the clock stands behind what was seen; 0 when it does not, or within what is allowed."""
    mark = ClockMark.objects.filter(id=1).first()
    if mark is None or at >= mark.seen_at - ALLOWED:
        return 0
    return int((mark.seen_at - at).total_seconds())


def accept_clock(*, at: datetime) -> None:
    """A person has looked: the clock is right now, and it was wrong before (`plait worker --accept-clock`)."""
    with transaction.atomic():
        ClockMark.objects.update_or_create(id=1, defaults={"seen_at": at})
    log.warning("clock-accepted")
