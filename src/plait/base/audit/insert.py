"""Puts audit rows into their table: in words made once, since several are written for every page."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from django.db import connection, transaction

from plait.base.audit.models import AuditEntry
from plait.base.db.kept import kept_cursor

MOST_AT_ONCE = 50  # as many parameters as every SQLite takes
_NAMES = tuple(field.name for field in AuditEntry._meta.concrete_fields if not field.primary_key)


def insert(rows: Sequence[Mapping[str, Any]]) -> None:
    """Each row by the names of `AuditEntry`. Where one cannot be written, the transaction can only be undone."""
    moment = connection.ops.adapt_datetimefield_value
    with transaction.atomic(savepoint=False), kept_cursor() as cursor:
        for first in range(0, len(rows), MOST_AT_ONCE):
            some = rows[first : first + MOST_AT_ONCE]
            values = [moment(row[name]) if name == "at" else row[name] for row in some for name in _NAMES]
            cursor.execute(_words(len(some)), values)


@lru_cache(maxsize=MOST_AT_ONCE)
def _words(count: int) -> str:
    row = f"({', '.join(['%s'] * len(_NAMES))})"
    names = ", ".join(f'"{name}"' for name in _NAMES)
    return f'INSERT INTO "{AuditEntry._meta.db_table}" ({names}) VALUES {", ".join([row] * count)}'  # noqa: S608 (our own)
