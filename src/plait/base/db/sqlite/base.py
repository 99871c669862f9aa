"""SQLite with one fair writer, durable settings and no write that slips past the queue.

Every transaction is BEGIN IMMEDIATE and waits its turn (`turns.py`). A write outside a transaction is given one of its
own. The settings are part of the engine, so that no settings file can leave one out; `settings_readback` proves them.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.db.backends.sqlite3 import base
from django.db.backends.utils import CursorWrapper
from django.db.utils import NotSupportedError, OperationalError

from plait.base.db.serving import who_is_serving
from plait.base.db.sqlite.turns import Turn, turn_for

# PERSIST: fastest rollback journal; WAL is unsafe in the SQLite that Python 3.11 links. FULL: survives a power cut.
# recursive_triggers: INSERT OR REPLACE fires delete triggers, so the audit cannot be replaced row by row.
PRAGMAS = {
    "journal_mode": "persist",
    "synchronous": 2,
    "foreign_keys": 1,
    "recursive_triggers": 1,
    "secure_delete": 1,
    "trusted_schema": 0,
}
_WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE", "CREATE", "ALTER", "DROP", "WITH", "REINDEX", "ANALYZE")
_DEFAULT_WAIT = 20.0
_KEPT_STATEMENTS = (
    500  # that a connection need not read again; sqlite3 itself keeps 128, which is some pages’ worth
)


@contextmanager
def in_a_hurry(connection: Any) -> Iterator[None]:
    """Inside, this connection goes on before the disk has what was written; then it is closed. Only for a file that nobody
    would miss: a power cut can spoil it whole."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous = OFF")
    try:
        yield
    finally:
        connection.close()


class DatabaseWrapper(base.DatabaseWrapper):
    """One connection. Holds the turn from BEGIN until the commit, rollback or close that ends it."""

    _turn: Turn | None = None

    # With trusted_schema off, SQLite up to 3.40 refuses JSON functions inside a CHECK. Django writes the JSON itself.
    data_type_check_constraints = {
        kind: check
        for kind, check in base.DatabaseWrapper.data_type_check_constraints.items()
        if kind != "JSONField"
    }

    def get_connection_params(self) -> dict[str, Any]:
        params: dict[str, Any] = super().get_connection_params()
        self.transaction_mode = "IMMEDIATE"
        self.init_commands = [f"PRAGMA {name} = {value}" for name, value in PRAGMAS.items()]
        params.setdefault("timeout", _DEFAULT_WAIT)
        params.setdefault("cached_statements", _KEPT_STATEMENTS)
        if not self.is_in_memory_db():
            Path(params["database"]).parent.mkdir(parents=True, exist_ok=True)
        return params

    def create_cursor(self, name: str | None = None) -> "Cursor":
        cursor: Cursor = self.connection.cursor(factory=Cursor)
        cursor.wrapper = self
        return cursor

    def kept_cursor(self) -> CursorWrapper:
        """For words that come again and again: SQLite's own connection keeps what it has read of all."""
        return self.cursor()

    def as_constants(self, sql: str, params: Sequence[Any], *, but: Collection[int]) -> None:
        """SQLite plans a question while it reads it and keeps both: nothing is to be gained."""

    def take_turn(self) -> None:
        """Wait to write. Raises OperationalError with a sentence when the wait is longer than OPTIONS['timeout']."""
        wait = float(self.settings_dict["OPTIONS"].get("timeout", _DEFAULT_WAIT))
        turn = turn_for(str(self.settings_dict["NAME"]))
        if not turn.acquire(seconds=wait):
            serving = who_is_serving(str(self.settings_dict["NAME"]))
            whom = f"Plait is serving ({serving}) and" if serving else "Another writer"
            raise OperationalError(
                f"{whom} kept the database busy for {wait:g} seconds. Nothing was written. Try again, or stop the server first."
            )
        self._turn = turn

    def give_turn(self) -> None:
        turn, self._turn = self._turn, None
        if turn is not None:
            turn.release()

    def _start_transaction_under_autocommit(self) -> None:
        self.take_turn()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self.give_turn()
            raise

    def _commit(self) -> None:
        try:
            super()._commit()  # type: ignore[misc]
        finally:
            self._give_turn_if_ended()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            self._give_turn_if_ended()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]
        finally:
            self.give_turn()

    def _set_autocommit(self, autocommit: bool) -> None:
        if not autocommit:
            raise NotSupportedError(
                "Plait writes inside transaction.atomic(); set_autocommit(False) is not used."
            )
        if self._turn is not None and self.connection is not None:
            # Reached only when something other than a database error broke the commit.
            if self.connection.in_transaction:
                self.connection.rollback()
            self.give_turn()
        super()._set_autocommit(autocommit)  # type: ignore[misc]

    def _give_turn_if_ended(self) -> None:
        """A commit that failed leaves the transaction open: the turn is kept until the rollback that follows."""
        if self.connection is None or not self.connection.in_transaction:
            self.give_turn()

    def __del__(self) -> None:
        self.give_turn()  # a thread that died inside a transaction


@lru_cache(maxsize=1000)
def _marked(query: str) -> str:
    return str(base.FORMAT_QMARK_REGEX.sub("?", query).replace("%%", "%"))


class Cursor(base.SQLiteCursorWrapper):
    """Gives a write outside a transaction its own transaction and turn."""

    wrapper: DatabaseWrapper
    _kept: Iterator[Any] | None = None

    def execute(self, query: str, params: Any = None) -> "Cursor":
        self._kept = None
        if not self._alone(query):
            super().execute(query, params)
            return self
        return self._in_turn(lambda: super(Cursor, self).execute(query, params))

    def executemany(self, query: str, param_list: Iterable[Any]) -> "Cursor":
        self._kept = None
        if not self._alone(query):
            super().executemany(query, param_list)
            return self
        return self._in_turn(lambda: super(Cursor, self).executemany(query, param_list))

    def convert_query(self, query: str, *, param_names: list[str] | None = None) -> str:
        """With SQLite's own marks for parameters. The words of a question stay the same from page to page."""
        return (
            _marked(query) if param_names is None else super().convert_query(query, param_names=param_names)
        )

    def _alone(self, query: str) -> bool:
        """Is this a write that no transaction holds?"""
        return not self.connection.in_transaction and query.lstrip(" (\n\t").upper().startswith(_WRITES)

    def _in_turn(self, write: Any) -> "Cursor":
        self.wrapper.take_turn()
        try:
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                write()
                # Rows of RETURNING are read before the commit, which would otherwise wait for the reader.
                rows = super().fetchall() if self.description is not None else None
                self.connection.commit()
            except BaseException:
                self.connection.rollback()
                raise
        finally:
            self.wrapper.give_turn()
        self._kept = iter(rows) if rows is not None else None
        return self

    def fetchone(self) -> Any:
        return super().fetchone() if self._kept is None else next(self._kept, None)

    def fetchmany(self, size: int | None = None) -> list[Any]:
        if self._kept is None:
            return super().fetchmany(self.arraysize if size is None else size)
        wanted = self.arraysize if size is None else size
        return [row for _, row in zip(range(wanted), self._kept, strict=False)]

    def fetchall(self) -> list[Any]:
        return super().fetchall() if self._kept is None else list(self._kept)

    def __next__(self) -> Sequence[Any]:
        row: Sequence[Any] = super().__next__() if self._kept is None else next(self._kept)
        return row
