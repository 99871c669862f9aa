"""Puts one new row into its table, or changes one, in words made once: Django writes them anew for every row, which costs more
than the row."""

from typing import Any, cast

from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction
from django.db.models import Field, Model

from plait.base.db.kept import kept_cursor

_Fields = tuple["Field[Any, Any]", ...]
_words: dict[tuple[type[Model], str], tuple[str, _Fields]] = {}
_changes: dict[tuple[type[Model], tuple[str, ...]], tuple[str, _Fields]] = {}


def put(row: Model, *, once: str = "") -> bool:
    """Insert a row that is complete (its id given). `once` names a column in which no two rows are alike: where one stands there
    already, or is put there in this very moment, nothing is written and the answer is False.

    No signals, no defaults of the database's. Raises the database's own error when the row cannot stand; then the transaction
    can only be undone, as it must be in one.
    """
    sql, fields = _words.get((type(row), once)) or _worded(type(row), once)
    made = _done(sql, row, fields)
    if made:
        row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS
    return made


def change(row: Model, *names: str) -> None:
    """Write these fields of a row that is held already. Raises the model's DoesNotExist where it is gone."""
    model = type(row)
    sql, fields = _changes.get((model, names)) or _changing(model, names)
    if not _done(sql, row, fields):
        raise cast(Any, model).DoesNotExist(f"{model._meta.label} {row.pk} is gone")


def _done(sql: str, row: Model, fields: _Fields) -> bool:
    ours = connections[DEFAULT_DB_ALIAS]  # looked up once, not for every field
    values = [field.get_db_prep_save(getattr(row, field.attname), ours) for field in fields]
    with transaction.atomic(savepoint=False), kept_cursor() as cursor:
        cursor.execute(sql, values)
        return bool(cursor.rowcount)


def _changing(model: type[Model], names: tuple[str, ...]) -> tuple[str, _Fields]:
    quote, meta = connection.ops.quote_name, model._meta
    fields = tuple(cast("Field[Any, Any]", meta.get_field(name)) for name in (*names, meta.pk.name))
    *marks, own = (f"{quote(str(field.column))} = %s" for field in fields)
    sql = f"UPDATE {quote(meta.db_table)} SET {', '.join(marks)} WHERE {own}"  # noqa: S608 (our own names)
    return _changes.setdefault((model, names), (sql, fields))


def _worded(model: type[Model], once: str) -> tuple[str, _Fields]:
    quote, meta = connection.ops.quote_name, model._meta
    fields = tuple(meta.concrete_fields)
    names = ", ".join(quote(str(field.column)) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    sql = f"INSERT INTO {quote(meta.db_table)} ({names}) VALUES ({marks})"  # noqa: S608 (our own names)
    if once:
        unlike = cast("Field[Any, Any]", meta.get_field(once))
        sql += f" ON CONFLICT ({quote(str(unlike.column))}) DO NOTHING"
    return _words.setdefault((model, once), (sql, fields))
