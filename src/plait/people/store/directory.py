"""A directory of real postcodes beside the database: one file, read only, asked for a few postcodes at a time."""

import json
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from itertools import islice
from pathlib import Path

PIECE = 50_000


def write_directory(rows: Iterable[tuple[str, str]], to: Path) -> int:
    """Write (postcode, authority) pairs into a new file, whole or not at all; how many there are."""
    half = to.with_name(f"{to.name}.part")
    half.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(half)) as made:
            count = _write(made, rows)
        half.replace(to)
    finally:
        half.unlink(missing_ok=True)
    return count


def _write(made: sqlite3.Connection, rows: Iterable[tuple[str, str]]) -> int:
    made.execute("create table authority (number integer primary key, name text not null unique)")
    made.execute(
        "create table postcode (postcode text primary key, authority integer not null) without rowid"
    )
    numbers: dict[str, int] = {}
    left = iter(rows)
    while piece := list(islice(left, PIECE)):
        numbered = [(postcode, numbers.setdefault(name, len(numbers))) for postcode, name in piece]
        made.executemany("insert or replace into postcode values (?, ?)", numbered)
    named = [(number, name) for name, number in numbers.items()]
    made.executemany("insert into authority values (?, ?)", named)
    (count,) = made.execute("select count(*) from postcode").fetchone()
    made.commit()
    return int(count)


def authorities_of(postcodes: Iterable[str], directory: Path | None) -> dict[str, str]:
    """Postcode without a space → authority, of those the directory knows. Nothing where there is no directory."""
    if directory is None or not directory.is_file():
        return {}
    asked = sorted({"".join(one.upper().split()) for one in postcodes} - {""})
    with closing(sqlite3.connect(f"{directory.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as known:
        return dict(
            known.execute(
                "select p.postcode, a.name from json_each(?) q join postcode p on p.postcode = q.value"
                " join authority a on a.number = p.authority",
                (json.dumps(asked),),
            )
        )
