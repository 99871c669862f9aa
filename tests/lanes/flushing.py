"""Emptying the database between tests that commit. The append-only triggers refuse that, as they should, so they are
lifted for the flush alone: here, never in src."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from django.db import connection, transaction
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


# What the migrations put there, and no test changes.
STAYS = {"django_migrations", "django_content_type", "auth_permission"}


def _flush_without_triggers(_self: Any) -> None:
    """Every table emptied, plainly. (Django's own flush truncates each table and makes all content types and permissions
    anew: a third of a second for every test.)"""
    quote = connection.ops.quote_name
    tables = {*connection.introspection.django_table_names(only_existing=True), *SEARCHED} - STAYS
    with (
        connection.constraint_checks_disabled(),
        transaction.atomic(),
        triggers_lifted(),
        connection.cursor() as cursor,
    ):
        for table in sorted(tables):
            cursor.execute(f"DELETE FROM {quote(table)}")  # noqa: S608 (names of our own tables)


def install() -> None:
    """Have every committing test leave an empty database behind."""
    patch.object(TransactionTestCase, "_fixture_teardown", _flush_without_triggers).start()
