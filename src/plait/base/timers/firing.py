"""Firing what is due: claimed by a lease, each in its own transaction, tried again until it works.

A crash at any point leaves either nothing or the whole effect: the handler's changes and the mark "fired" commit
together. A worker that died keeps its lease for LEASE, then another takes over.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import structlog
from django.db import transaction
from django.db.models import F, QuerySet

from plait.base.access.written import Written
from plait.base.timers.clock_mark import clock_holds
from plait.base.timers.models import Timer

log = structlog.get_logger()

LEASE = timedelta(minutes=5)
LONGEST_PAUSE = timedelta(hours=1)
TIMES_BEFORE_FAILED = 5


@dataclass(frozen=True, slots=True)
class Due:
    """What a handler is told: which promise, about whom, when it was due and what time it is now."""

    key: str
    kind: str
    subject: str
    due_at: datetime
    at: datetime


Handler = Callable[[Due], None]

_handlers: dict[str, Handler] = {}


@dataclass(frozen=True, slots=True)
class Fired:
    """What one round did. `clock_moved_back` means that nothing was tried."""

    fired: int = 0
    failed: int = 0
    clock_moved_back: bool = False


def when_due(kind: str, handler: Handler) -> None:
    """Say what a kind of timer does. Called in site/wiring.py only, once for each kind.

    The handler runs in a transaction and must do all its work there; what it posts goes through the outbox.
    """
    if _handlers.get(kind, handler) is not handler:
        raise ValueError(f"the timer {kind!r} has a handler already")
    _handlers[kind] = handler


def handled_kinds() -> frozenset[str]:
    """The kinds that have a handler; the suite compares them with the kinds that are set."""
    return frozenset(_handlers)


def fire_due(*, at: datetime, limit: int = 50) -> Fired:
    """Fire up to `limit` timers that are due at `at`, the oldest first, and say how it went.

    A handler that fails loses nothing: it is tried again after 1, 2, 4 … minutes, at most an hour apart, without end.
    Nothing is fired while the clock stands behind what this database has already seen (see `clock_mark`).
    """
    if not clock_holds(at=at):
        return Fired(clock_moved_back=True)
    fired = failed = 0
    for timer in _claim(at=at, limit=limit):
        try:
            fired += _fire(timer, at=at)
        except Exception as fault:
            failed += 1
            _put_back(timer, at=at, fault=fault)
    return Fired(fired=fired, failed=failed)


def _claim(*, at: datetime, limit: int) -> list[Timer]:
    """Lease what is due. PostgreSQL skips rows another worker is claiming; SQLite has one writer at a time."""
    with transaction.atomic():
        # Put anew each time: a plan that is kept would not know that of everything that waits hardly anything is due.
        due = (
            Timer.objects.select_for_update(skip_locked=True)
            .filter(state__in=[Timer.State.WAITING, Timer.State.FAILED], next_try__lte=at)
            .exclude(leased_until__gt=at)
            .order_by("next_try", "id")[:limit]
        )
        claimed = list(due)
        for timer in claimed:
            timer.leased_until = at + LEASE
            timer.attempts += 1
        if claimed:
            leased = Timer.objects.filter(pk__in=[timer.pk for timer in claimed])
            leased.update(leased_until=at + LEASE, attempts=F("attempts") + 1)
    return claimed


@Written
def _leased(timer_id: UUID, *, until: datetime) -> QuerySet[Timer]:
    leased = Timer.objects.select_for_update().filter(pk=timer_id, leased_until=until)
    return leased.exclude(state__in=[Timer.State.FIRED, Timer.State.CANCELLED])


@Written
def _lease(timer_id: UUID) -> QuerySet[Timer, Any]:
    return Timer.objects.filter(pk=timer_id).values_list("leased_until", flat=True)


def _fire(claimed: Timer, *, at: datetime) -> bool:
    """Run the handler and mark the timer, together. False when it was moved, cancelled or taken over meanwhile."""
    with transaction.atomic():
        assert claimed.leased_until is not None
        timer: Timer | None = _leased.first(claimed.pk, until=claimed.leased_until)
        if timer is None:
            return False
        handler = _handlers.get(timer.kind)
        if handler is None:
            raise LookupError(timer.kind)
        handler(Due(key=timer.key, kind=timer.kind, subject=timer.subject, due_at=timer.due_at, at=at))
        if _lease.first(timer.pk) != claimed.leased_until:
            return True  # the handler set the same timer again: it waits for its new moment
        timer.state = Timer.State.FIRED
        timer.fired_at = at
        timer.leased_until = None
        timer.last_error = ""
        # No more than what changed: a column that is named is written into its index again, at a cold page of each.
        timer.save(update_fields=["state", "fired_at", "leased_until", "last_error"])
    return True


def _put_back(claimed: Timer, *, at: datetime, fault: Exception) -> None:
    code = type(fault).__name__
    log.error("timer-failed", kind=claimed.kind, fault=code, attempts=claimed.attempts)
    pause = min(LONGEST_PAUSE, timedelta(minutes=2 ** min(claimed.attempts - 1, 10)))
    with transaction.atomic():
        Timer.objects.filter(pk=claimed.pk, leased_until=claimed.leased_until).exclude(
            state__in=[Timer.State.FIRED, Timer.State.CANCELLED]
        ).update(
            state=Timer.State.FAILED if claimed.attempts >= TIMES_BEFORE_FAILED else Timer.State.WAITING,
            next_try=at + pause,
            leased_until=None,
            last_error=code[:80],
        )
