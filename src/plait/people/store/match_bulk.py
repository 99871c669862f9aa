"""A million records filed at once: keys in the order of the index, places in each key's list worked out before writing."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

import numpy as np
import numpy.typing as npt

from plait.matching.ports import Filing
from plait.people.store.match_sql import COLUMNS
from plait.people.store.match_store import MatchStore

PIECE = 100_000  # rows handed to the database at a time


def places_in_lists(keys: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """For sorted keys the place of each in the run of its equals, from 0."""
    if not len(keys):
        return np.empty(0, np.int64)
    starts = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]])
    return np.arange(len(keys)) - np.repeat(starts, np.diff(np.r_[starts, len(keys)]))


def fill(store: MatchStore, cursor: Any, records: Filing, *, vendor: str) -> None:
    """File records into empty tables. Raises the database's own error when one of them is there already."""
    streets = records.plain.street.texts()
    rows = ((*row, street) for row, street in zip(records.feature_rows(), streets, strict=True))
    refs = records.refs[records.key_row]
    order = np.lexsort((refs, records.key))
    key, ref = records.key[order], refs[order]
    keys = zip(key.tolist(), places_in_lists(key).tolist(), ref.tolist(), strict=True)
    names = sorted(set(zip(records.variant.tolist(), records.variant_name, strict=True)))
    if vendor == "sqlite":
        for sql, many in (
            (store.say.add_record, rows),
            (store.say.add_key_at, keys),
            (store.say.add_name, iter(names)),
        ):
            for piece in _pieces(many):
                cursor.executemany(sql, piece)
        return
    for table, many in (
        (f"match_record ({', '.join(COLUMNS)})", rows),
        ("match_key (h, n, r)", keys),
        ("match_name (v, name)", iter(names)),
    ):
        with cursor.copy(f"copy {table} from stdin") as copy:
            for row in many:
                copy.write_row(row)


def _pieces(rows: Iterator[Any]) -> Iterator[list[Any]]:
    while piece := list(islice(rows, PIECE)):
        yield piece
