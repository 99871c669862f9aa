"""Every row of a database kept aside, and put back: a world that took seconds to play stands again in a fraction of one."""

from dataclasses import dataclass
from typing import Any

from django.db import connection

from tests.lanes.flushing import STAYS


@dataclass(frozen=True)
class Kept:
    """For each table that holds anything: its columns, and its rows in the order they were written."""

    tables: dict[str, tuple[list[str], list[tuple[Any, ...]]]]


def keep(only: set[str] | None = None) -> Kept:
    """Everything that stands there now, but for what the migrations put there; or what stands in these tables."""
    tables = {}
    with connection.cursor() as cursor:
        for table in sorted(only or {*connection.introspection.table_names(cursor)} - STAYS):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 (names of our own tables)
            if rows := cursor.fetchall():
                tables[table] = (
                    [column.name if hasattr(column, "name") else column[0] for column in cursor.description],
                    rows,
                )
    return Kept(tables)


def added(before: Kept, after: Kept) -> Kept:
    """What has been written since. Nothing that stood there may have been changed: it would come back unchanged."""
    tables = {}
    for table, (columns, rows) in after.tables.items():
        stood = before.tables.get(table, ([], []))[1]
        was = {repr(row) for row in stood}
        new = [row for row in rows if repr(row) not in was]
        if len(new) != len(rows) - len(stood):
            raise AssertionError(f"Rows of {table} were changed or taken away, not only added.")
        if new:
            tables[table] = (columns, new)
    return Kept(tables)


def put_back(kept: Kept) -> None:
    """The same rows into empty tables, inside a transaction: what refers to what is looked at when it ends.

    Our triggers stay: on insert they only refuse an id that is taken. (Lifting them changes the schema, and SQLite then reads
    the whole schema anew after every savepoint that is rolled back, until the transaction ends.)
    """
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        for table, (columns, rows) in kept.tables.items():
            names, marks = ", ".join(map(quote, columns)), ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {quote(table)} ({names}) VALUES ({marks})", rows)  # noqa: S608
