"""Setting, moving and cancelling timers, always in the transaction of the deed that asks for it."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from plait.base.access.written import Written
from plait.base.db.rows import put
from plait.base.timers.models import Timer

LONGEST = {"key": 200, "kind": 80, "subject": 80}  # as the columns of Timer


class OutsideTransaction(RuntimeError):
    """A timer was about to be set where it could survive without its deed, or the deed without it."""


def set_timer(*, key: str, kind: str, subject: str, due_at: datetime, at: datetime | None = None) -> bool:
    """Promise that `kind` happens to `subject` (`contact:<id>`) at `due_at`. True when the timer now waits.

    The same key twice is one timer: a waiting one is moved, a cancelled one waits again, one that has fired stays
    fired (False), since what it did was done. Raises OutsideTransaction, or ValueError for a key, kind or subject that
    is too long and for a moment without a time zone.
    """
    _check(due_at=due_at, key=key, kind=kind, subject=subject)
    timer = Timer(key=key, kind=kind, subject=subject, due_at=due_at, next_try=due_at, set_at=at)
    if put(timer, once="key"):
        return True
    held: Timer | None = _named.first(key)
    if held is None:
        raise Timer.DoesNotExist(key)
    if held.state == Timer.State.FIRED:
        return False
    held.kind, held.subject, held.set_at = kind, subject, at
    _wait_until(held, due_at)
    return True


def move_timer(*, key: str, due_at: datetime) -> bool:
    """Move a timer that has not fired. False when there is none, or it fired or was cancelled."""
    _check(due_at=due_at, key=key)
    timer = _open(key)
    if timer is None:
        return False
    _wait_until(timer, due_at)
    return True


def cancel_timer(*, key: str) -> bool:
    """Take the promise back. False when there is none left to take back."""
    _check(key=key)
    timer = _open(key)
    if timer is None:
        return False
    timer.state = Timer.State.CANCELLED
    timer.leased_until = None
    timer.save(update_fields=["state", "leased_until"])  # no index of what did not change is written again
    return True


def _open(key: str) -> Timer | None:
    found: Timer | None = _named.first(key)
    return found if found is not None and found.state in (Timer.State.WAITING, Timer.State.FAILED) else None


@Written
def _named(key: str) -> QuerySet[Timer]:
    return Timer.objects.select_for_update().filter(key=key)


def _wait_until(timer: Timer, due_at: datetime) -> None:
    if timer.state == Timer.State.WAITING and timer.due_at == due_at:
        return  # the same promise again
    timer.state = Timer.State.WAITING
    timer.due_at = timer.next_try = due_at
    timer.leased_until = None
    timer.attempts = 0
    timer.last_error = ""
    timer.save()


def _check(*, due_at: datetime | None = None, **words: str) -> None:
    if not transaction.get_connection().in_atomic_block:
        raise OutsideTransaction(words["key"])
    if due_at is not None and due_at.tzinfo is None:
        raise ValueError("due_at has no time zone")
    for name, value in words.items():
        most = LONGEST[name]
        if not value or len(value) > most:
            raise ValueError(f"{name} of a timer takes 1 to {most} characters")
