"""A year that is kept and gone on with: what is planned in it stands in the database that it is lived in, written in the same
transaction as what has happened. Whoever is stopped, at whatever moment, goes on from where both agree."""

import base64
import pickle

from django.db import connection

from tests.promises.year import Year

_TABLE = "CREATE TABLE IF NOT EXISTS year_kept (one integer PRIMARY KEY, kept text NOT NULL)"


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
    year = pickle.loads(base64.b64decode(found[0]))  # noqa: S301 - it comes from one's own folder
    assert isinstance(year, Year)
    return year
