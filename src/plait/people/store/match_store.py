"""The search's tables behind one cursor, as `plait.matching.ports.Store` asks: Django's cursor, sqlite3's or psycopg's."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields, replace
from typing import Any, Protocol

import numpy as np

from plait.matching.columns import Hashes
from plait.matching.keys import record_keys
from plait.matching.ports import FEATURES, Features, Filing, Found, Refs, features_of
from plait.matching.sounds import variant_rows
from plait.matching.standardise import NAMES, Standard, Standards
from plait.people.store.match_sql import COLUMNS, POSTGRES, SPELT, SQLITE, Statements

_NOBODY = (-1, -1, 0)


class Cursor(Protocol):
    """What is used of a DB-API cursor."""

    def execute(self, sql: Any, params: Any = ..., /) -> Any: ...
    def executemany(self, sql: Any, params: Any, /) -> Any: ...
    def fetchall(self) -> list[Any]: ...


class MatchStore:
    """Reads and writes through the cursor it is given, in that cursor's transaction.

    `vendor` is sqlite or postgresql; `mark` is how the cursor writes a parameter (`?` for sqlite3's own, else `%s`).
    """

    def __init__(self, cursor: Cursor, *, vendor: str, mark: str = "%s") -> None:
        self._cursor = cursor
        sqlite = vendor == "sqlite"
        self._lists: Callable[[Sequence[Any]], Any] = json.dumps if sqlite else list
        # of numbers as PostgreSQL writes them: the driver would look at each alone
        self._numbers: Callable[[Sequence[int]], Any] = json.dumps if sqlite else _array
        say = SQLITE if vendor == "sqlite" else POSTGRES
        if mark != "%s":
            say = replace(
                say,
                **{field.name: _marked(getattr(say, field.name), mark) for field in fields(say)},
            )
        self.say: Statements = say

    def create(self) -> None:
        """Make the tables and their indexes (a migration does the same)."""
        for statement in (*self.say.create, *self.say.index):
            self._cursor.execute(statement)

    def _rows(self, sql: str, *params: Any) -> list[Any]:
        self._cursor.execute(sql, params)
        return self._cursor.fetchall()

    def _many(self, sql: str, *columns: list[Any]) -> None:
        """The same statement for every row of these columns."""
        if self.say.at_once:
            self._cursor.execute(sql, columns)
        else:
            self._cursor.executemany(sql, list(zip(*columns, strict=True)))

    def candidates(self, keys: Hashes, *, cap_per_key: int) -> Found:
        """See `Store`."""
        return self.candidates_of([keys], cap_per_key=cap_per_key)[0]

    def candidates_of(self, several: Sequence[Hashes], *, cap_per_key: int) -> list[Found]:
        """See `Store`."""
        asked = several[0] if len(several) == 1 else np.unique(np.concatenate(several))
        rows = self._rows(self.say.candidates, self._numbers(asked.tolist()), cap_per_key)
        # Nobody goes the same way as somebody: whoever may not be met would be told by the time it takes.
        rows.append(_NOBODY)
        found = np.array(rows, np.int64)
        full = int(found[:, 1].max()) == cap_per_key - 1
        ref, key = found[:-1, 0], found[:-1, 2]
        whose = [np.isin(key, keys) for keys in several] if len(several) > 1 else [np.full(len(key), True)]
        return [
            Found(np.unique(ref[own]), self._left_out(keys, cap_per_key) if full else 0)
            for keys, own in zip(several, whose, strict=True)
        ]

    def _left_out(self, keys: Hashes, cap_per_key: int) -> int:
        lengths = self._rows(self.say.lengths, self._numbers(keys.tolist()))
        return sum(max(0, longest + 1 - cap_per_key) for (longest,) in lengths if longest is not None)

    def features(self, refs: Refs) -> Features:
        """See `Store`."""
        return features_of(self._rows(self.say.features, self._numbers(refs.tolist())))

    def near_names(self, variants: Sequence[int], *, but: Sequence[str] = ()) -> Mapping[int, Sequence[str]]:
        """See `Store`."""
        found: dict[int, list[str]] = {}
        rows = self._rows(self.say.names, self._numbers(variants), self._lists(but)) if variants else ()
        for key, name in rows:
            found.setdefault(key, []).append(name)
        return found

    def households(self, persons: Sequence[str]) -> Mapping[str, Sequence[str]]:
        """See `Store`."""
        found: dict[str, list[str]] = {}
        for person, household in self._rows(self.say.households, self._lists(persons)):
            found.setdefault(person, []).append(household)
        return found

    def put(self, records: Filing) -> None:
        """See `Store`. Some thousands at a time; `match_bulk` is for millions."""
        streets = records.plain.street.texts()
        rows = [(*row, street) for row, street in zip(records.feature_rows(), streets, strict=True)]
        self._cursor.executemany(self.say.add_record, rows)
        refs = records.refs[records.key_row].tolist()
        self._many(self.say.add_key, records.key.tolist(), refs)
        self._many(self.say.add_name, records.variant.tolist(), records.variant_name)

    def drop(self, refs: Refs) -> None:
        """See `Store`."""
        rows = self._rows(self.say.whole, self._numbers(refs.tolist()))
        if rows:
            plain = Standards.of([_plain(row) for row in rows])
            key, row_of = record_keys(plain)
            self._many(self.say.drop_key, key.tolist(), [rows[row][0] for row in row_of.tolist()])
            self._cursor.execute(self.say.drop_records, (self._numbers(refs.tolist()),))

    def forget(self, refs: Refs) -> None:
        """Drop records of whom nothing is kept, and from the vocabulary every name that no other record bears."""
        rows = self._rows(self.say.whole, self._numbers(refs.tolist()))
        places = [COLUMNS.index(name) for name in SPELT]
        names = sorted({str(row[place]) for row in rows for place in places} - {""})
        self.drop(refs)
        if not names:
            return
        borne = {name for say in self.say.borne for (name,) in self._rows(say, self._lists(names))}
        keys, gone = variant_rows([name for name in names if name not in borne])
        if gone:
            self._many(self.say.drop_name, keys.tolist(), gone)

    def assign(self, persons: Mapping[int, str]) -> None:
        """Say to which person each record is asserted to belong; empty for none."""
        self._cursor.executemany(self.say.assign, [(person, ref) for ref, person in persons.items()])

    def place(self, members: Iterable[tuple[str, str]]) -> None:
        """Write (person, household) pairs down."""
        self._cursor.executemany(self.say.add_household, list(members))


def _array(numbers: Sequence[int]) -> str:
    return f"{{{','.join(map(str, numbers))}}}"


def _plain(row: Sequence[Any]) -> Standard:
    said = dict(zip(COLUMNS, row, strict=True))
    return Standard(**{name: said[name] for name in NAMES})


def _marked(said: Any, mark: str) -> Any:
    if isinstance(said, bool):
        return said
    if isinstance(said, tuple):
        return tuple(one.replace("%s", mark) for one in said)
    return said.replace("%s", mark)


assert set(FEATURES) <= set(COLUMNS)
