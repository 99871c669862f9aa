"""A year that is kept and gone on with: what is planned in it stands in the database that it is lived in, written in the same
transaction as what has happened. Whoever is stopped, at whatever moment, goes on from where both agree."""

import base64
import io
import pickle
from typing import Any

from django.db import connection

from tests.promises.year import Year

_TABLE = "CREATE TABLE IF NOT EXISTS year_kept (one integer PRIMARY KEY, kept text NOT NULL)"


# What a year is made of: families and their steps, rows, moments and chance. `getattr` is how a step of somebody is kept.
_MADE_OF = {
    "plait",
    "tests",
    "django",
    "datetime",
    "uuid",
    "random",
    "functools",
    "collections",
    "itertools",
    "zoneinfo",
}
_PLAIN = {"getattr", "set", "frozenset", "list", "dict", "tuple"}


class _OfAYear(pickle.Unpickler):
    """Reads back nothing but that: a folder may have been in other hands."""

    def find_class(self, module: str, name: str) -> Any:
        if module.partition(".")[0] in _MADE_OF or (module == "builtins" and name in _PLAIN):
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"A year is not made of {module}.{name}.")


def keep(year: Year) -> None:
    """The year as it stands now, instead of what was kept before. Call it in the transaction of what has happened since."""
    kept = base64.b64encode(pickle.dumps(year)).decode()
    with connection.cursor() as cursor:
        cursor.execute(_TABLE)
        cursor.execute("DELETE FROM year_kept")
        cursor.execute("INSERT INTO year_kept (one, kept) VALUES (1, %s)", [kept])


def kept() -> Year | None:
    """The year that was kept in this database; None while none was."""
    with connection.cursor() as cursor:
        cursor.execute(_TABLE)
        cursor.execute("SELECT kept FROM year_kept")
        found = cursor.fetchone()
    if found is None:
        return None
    year = _OfAYear(io.BytesIO(base64.b64decode(found[0]))).load()
    assert isinstance(year, Year)
    return year
