"""Every row of a database kept aside, and put back: a world that took seconds to play stands again in a fraction of one."""

from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from tests.lanes.flushing import STAYS


@dataclass(frozen=True)
class Kept:
    """For each table that holds anything: its columns, and its rows in the order they were written. And, where this goes on
    from something that stands there, the keys of what does not stand there any more."""

    tables: dict[str, tuple[list[str], list[tuple[Any, ...]]]]
    gone: dict[str, tuple[str, list[Any]]] = field(default_factory=dict)


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


def since(before: Kept, after: Kept) -> Kept:
    """What has been written since, and what has been written anew in place of what stood there."""
    tables: dict[str, tuple[list[str], list[tuple[Any, ...]]]] = {}
    gone: dict[str, tuple[str, list[Any]]] = {}
    for table in {*before.tables, *after.tables}:
        columns, rows = after.tables.get(table, ([], []))
        stood = {repr(row): row for row in before.tables.get(table, ([], []))[1]}
        stands = {repr(row) for row in rows}
        if new := [row for row in rows if repr(row) not in stood]:
            tables[table] = (columns, new)
        if went := [row for said, row in stood.items() if said not in stands]:
            with connection.cursor() as cursor:
                key = connection.introspection.get_primary_key_column(cursor, table)
            assert key is not None, f"{table} has no key"
            at = before.tables[table][0].index(key)
            gone[table] = (key, [row[at] for row in went])
    return Kept(tables, gone)


def put_back(kept: Kept) -> None:
    """The same rows into the tables they came from, inside a transaction: what refers to what is looked at when it ends.

    Our triggers stay: on insert they only refuse an id that is taken. (Lifting them changes the schema, and SQLite then reads
    the whole schema anew after every savepoint that is rolled back, until the transaction ends.)
    """
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        for table, (key, went) in kept.gone.items():
            each = [(one,) for one in went]
            cursor.executemany(f"DELETE FROM {quote(table)} WHERE {quote(key)} = %s", each)  # noqa: S608
        for table, (columns, rows) in kept.tables.items():
            names, marks = ", ".join(map(quote, columns)), ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {quote(table)} ({names}) VALUES ({marks})", rows)  # noqa: S608
