"""Rows by the hundred thousand: built by the models' own fields, written by the fastest way the database has."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from django.db import connection, models, transaction
from django.db.models.fields import NOT_PROVIDED

from plait.base.db.vendor import is_sqlite

AT_ONCE = 20_000
Convert = Callable[[Any], Any]


class Writer:
    """Takes rows model by model and keeps them in full batches. An id is 32 hex figures, a moment is aware and UTC."""

    def __init__(self) -> None:
        self._plans: dict[type[models.Model], _Plan] = {}
        self.written = 0

    def add(self, model: type[models.Model], **said: Any) -> None:
        """One row by its columns (`contact_id`, not `contact`); what is not said is the field's default."""
        plan = self._plans.get(model)
        if plan is None:
            plan = self._plans[model] = _Plan(model)
        plan.rows.append(plan.row(said))
        if len(plan.rows) >= AT_ONCE:
            self._keep(plan)

    def finish(self) -> None:
        """Keep what is left."""
        for plan in self._plans.values():
            self._keep(plan)

    def _keep(self, plan: "_Plan") -> None:
        rows, plan.rows = plan.rows, []
        with connection.cursor() as cursor:
            if is_sqlite():
                cursor.cursor.executemany(plan.insert, rows)
            elif rows:
                with cursor.cursor.copy(plan.copy) as copy:
                    for row in rows:
                        copy.write_row(row)
        self.written += len(rows)


class _Plan:
    """How one model's row is made: its columns with their defaults, and what a moment or JSON becomes."""

    def __init__(self, model: type[models.Model]) -> None:
        self.rows: list[tuple[Any, ...]] = []
        self._defaults: dict[str, Any] = {}
        self._converts: list[tuple[str, Convert]] = []
        self._fresh: dict[str, Callable[[], Any]] = {}  # a column of which no two rows may hold the same
        names = []
        for field in model._meta.concrete_fields:
            if isinstance(field, models.AutoField | models.BigAutoField):
                continue
            default = None if field.default is NOT_PROVIDED or field.primary_key else field.get_default()
            if default is None and not field.null and isinstance(field, models.CharField | models.TextField):
                default = ""
            self._defaults[field.attname] = default
            if default is not None and field.unique:
                self._fresh[field.attname] = field.get_default
            if convert := _converter(field):
                self._converts.append((field.attname, convert))
            assert field.column is not None, "a concrete field has a column"
            names.append(connection.ops.quote_name(field.column))
        table, columns = connection.ops.quote_name(model._meta.db_table), ", ".join(names)
        self.insert = f"INSERT INTO {table} ({columns}) VALUES ({', '.join('?' * len(names))})"  # noqa: S608
        self.copy = f"COPY {table} ({columns}) FROM STDIN"

    def row(self, said: dict[str, Any]) -> tuple[Any, ...]:
        made = {**self._defaults, **said}
        for name, fresh in self._fresh.items():
            if name not in said:
                made[name] = fresh()
        if len(made) != len(self._defaults):
            raise KeyError(f"no such column: {sorted(said.keys() - self._defaults.keys())}")
        for name, convert in self._converts:
            if made[name] is not None:
                made[name] = convert(made[name])
        return tuple(made.values())


def _converter(field: "models.Field[Any, Any]") -> Convert | None:
    if isinstance(field, models.JSONField):
        return _as_json
    if is_sqlite() and isinstance(field, models.DateTimeField):
        return _as_text
    if is_sqlite() and isinstance(field, models.DateField):
        return date.isoformat
    return None


def _as_json(value: Any) -> str:
    return json.dumps(value)


def _as_text(value: datetime) -> str:
    return str(value)[:19]  # whole seconds, UTC: as Django keeps them in SQLite


@contextmanager
def in_bulk() -> Iterator[Writer]:
    """One transaction for the whole seed, foreign keys unchecked while it runs (`connection.check_constraints` may ask
    afterwards), with memory enough for the indexes."""
    writer = Writer()
    with connection.cursor() as cursor:
        if is_sqlite():
            cursor.execute("PRAGMA cache_size = -400000")
            cursor.execute("PRAGMA foreign_keys = OFF")
        else:
            cursor.execute("SET session_replication_role = replica")
    with transaction.atomic():
        yield writer
        writer.finish()
    with connection.cursor() as cursor:
        if not is_sqlite():
            cursor.execute("ANALYZE")
    connection.close()  # the next connection has the settings of a serving one
