"""Reads the database's own settings back: what was asked for is not always what a database does."""

from django.db import connections

from plait.base.db.sqlite.base import PRAGMAS
from plait.base.db.vendor import is_sqlite

OLDEST_POSTGRESQL = 15


def database_faults(using: str = "default") -> list[str]:
    """One sentence for each setting under which a committed record could be lost or changed; empty when all is well."""
    return _sqlite_faults(using) if is_sqlite(using) else _postgresql_faults(using)


def _sqlite_faults(using: str) -> list[str]:
    connection = connections[using]
    faults = []
    with connection.cursor() as cursor:
        for name, wanted in PRAGMAS.items():
            cursor.execute(f"PRAGMA {name}")
            row = cursor.fetchone()
            found = row[0] if row else "nothing"
            in_memory = (
                name == "journal_mode" and found == "memory"
            )  # a database in memory keeps no journal file
            if str(found).lower() != str(wanted) and not in_memory:
                faults.append(
                    f"SQLite's {name} is {found}, not {wanted}. Use the engine plait.base.db.sqlite and a SQLite that obeys it."
                )
    if type(connection).__module__ != "plait.base.db.sqlite.base":
        faults.append("SQLite is used without Plait's fair write lock. Set ENGINE to plait.base.db.sqlite.")
    return faults


def _postgresql_faults(using: str) -> list[str]:
    faults = []
    with connections[using].cursor() as cursor:
        found = {}
        for name in (
            "fsync",
            "full_page_writes",
            "synchronous_commit",
            "server_version_num",
            "server_encoding",
        ):
            cursor.execute(f"SHOW {name}")
            found[name] = str(cursor.fetchone()[0])
    version = int(found["server_version_num"]) // 10_000
    if version < OLDEST_POSTGRESQL:
        faults.append(f"PostgreSQL {version} is too old. Use {OLDEST_POSTGRESQL} or newer.")
    if found["server_encoding"] != "UTF8":
        faults.append(
            f"The database's encoding is {found['server_encoding']}. Create it with ENCODING 'UTF8'."
        )
    faults += [
        f"PostgreSQL's {name} is {found[name]}: a power cut can lose or spoil records. Turn it on."
        for name in ("fsync", "full_page_writes")
        if found[name] != "on"
    ]
    if found["synchronous_commit"] == "off":
        faults.append(
            "PostgreSQL's synchronous_commit is off: a crash can lose what was committed. Turn it on."
        )
    return faults
