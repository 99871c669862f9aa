"""Emptying the database between tests that commit. The append-only triggers refuse that, as they should, so they are
lifted for the flush alone: here, never in src."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.test import TransactionTestCase

SEARCHED = ("match_record", "match_key", "match_name", "match_household")


@contextmanager
def triggers_lifted() -> Iterator[None]:
    """Without triggers for the length of the block, on either database."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")
            try:
                yield
            finally:
                cursor.execute("SET session_replication_role = origin")
            return
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
        for name, _sql in triggers:
            cursor.execute(f'DROP TRIGGER "{name}"')
        try:
            yield
        finally:
            for _name, sql in triggers:
                cursor.execute(sql)


_flush = TransactionTestCase._fixture_teardown


def _flush_without_triggers(self: Any) -> None:
    with triggers_lifted():
        _flush(self)
        with connection.cursor() as cursor:  # tables that no model stands for
            for table in SEARCHED:
                cursor.execute(f"DELETE FROM {table}")  # noqa: S608 (a constant of this file)


def install() -> None:
    """Have every committing test leave an empty database behind."""
    TransactionTestCase._fixture_teardown = _flush_without_triggers  # type: ignore[method-assign]
