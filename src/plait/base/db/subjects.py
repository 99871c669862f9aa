"""Inside a question: a row's name in text (`contact:<id>`), so that a clock is found by the key it was started with; and whole
hours between two moments. Written for both databases."""

from typing import Any

from django.db.models import CharField, Func, IntegerField, Value
from django.db.models.expressions import Combinable


class KeyOf(Func):
    """`KeyOf("pk", "contact:", ":decision")`: the text that names the row, as its model's `ref` writes it."""

    # PostgreSQL writes an id as everybody does; SQLite keeps it as 32 signs without hyphens.
    _written = "{id}::text"
    _written_sqlite = " || '-' || ".join(
        f"substr({{id}}, {at}, {n})" for at, n in ((1, 8), (9, 4), (13, 4), (17, 4), (21, 12))
    )

    def __init__(self, of: Combinable | str, before: str = "", after: str = "") -> None:
        super().__init__(of, Value(before), Value(after), output_field=CharField())

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, Any]:
        """As PostgreSQL reads it."""
        return self._joined(compiler, self._written)

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, Any]:
        """As SQLite reads it."""
        return self._joined(compiler, self._written_sqlite)

    def _joined(self, compiler: Any, written: str) -> tuple[str, Any]:
        row, before, after = (compiler.compile(part) for part in self.get_source_expressions())
        sql = f"(%s || {written.replace('{id}', row[0])} || %s)"
        return sql, (*before[1], *(tuple(row[1]) * written.count("{id}")), *after[1])


class HoursFrom(Func):
    """`HoursFrom("received_at", "acted_at")`: how many whole hours passed."""

    def __init__(self, first: Combinable | str, then: Combinable | str) -> None:
        super().__init__(first, then, output_field=IntegerField())

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, Any]:
        """As PostgreSQL reads it."""
        return self._between(compiler, "floor(extract(epoch from ({then} - {first})) / 3600)::integer")

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, Any]:
        """As SQLite reads it: seconds first, since days as fractions are not exact."""
        return self._between(
            compiler,
            "cast(round((julianday({then}) - julianday({first})) * 86400) as integer) / 3600",
        )

    def _between(self, compiler: Any, written: str) -> tuple[str, Any]:
        (first, first_with), (then, then_with) = (
            compiler.compile(part) for part in self.get_source_expressions()
        )
        return written.format(first=first, then=then), (*then_with, *first_with)
