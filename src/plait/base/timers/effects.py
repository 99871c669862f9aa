"""Attempted at least once, done once."""

from datetime import datetime

from django.db import transaction

from plait.base.timers.models import Effect
from plait.base.timers.setting import OutsideTransaction


def once(key: str, *, at: datetime | None = None) -> bool:
    """True the first time this key is used, False ever after.

    The mark commits with what the caller does next, so it must stand in the same transaction: when that is rolled
    back, so is the mark. Raises OutsideTransaction.
    """
    if not transaction.get_connection().in_atomic_block:
        raise OutsideTransaction(key)
    _, first = Effect.objects.get_or_create(key=key, defaults={"at": at})
    return first
