"""The tables as the migrations leave them, made once for each wording of the migrations and then copied.

Running some seventy migrations takes longer than most files of tests. The copy is kept beside the system's other temporary
files, under a name that is a digest of everything that decides how a fresh database looks: of SQLite the file itself, of
PostgreSQL, whose server lives for one run, what its own `pg_dump` says of it.
"""

import hashlib
import os
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterable
from pathlib import Path

from tests.lanes import postgres

ROOT = Path(__file__).parents[2]
# Whatever a fresh database is made from: the migrations, the models (content types), our backend, the packages' versions.
MADE_FROM = ("src/plait/**/migrations/*.py", "src/plait/**/models*", "src/plait/**/models/*.py",
             "src/plait/base/db/**/*.py", "src/plait/site/settings*", "requirements/dev.txt", "tests/lanes/*.py")  # fmt: skip
OWN = "plaitpg-"  # in the address of a server that `postgres.start` began; a given one may be of any version


def kept(kind: str = "sqlite3") -> Path:
    """Where the copy of today's tables is, or will be; of PostgreSQL with the kind `sql`."""
    told = hashlib.sha256((sqlite3.sqlite_version if kind == "sqlite3" else _server_version()).encode())
    for path in sorted({path for one in MADE_FROM for path in ROOT.glob(one) if path.is_file()}):
        told.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return (
        Path(tempfile.gettempdir()) / f"plait-test-schema-{os.getuid()}" / f"{told.hexdigest()[:32]}.{kind}"
    )


def _server_version() -> str:
    """Debian's by its folder; the wheel's stands among the requirements, wherever they are installed."""
    programs = postgres.binaries()
    return "the wheel's" if "pginstall" in programs.parts else str(programs)


def take(name: str) -> bool:
    """Put the kept tables where the test database will be. False where none are kept."""
    copy = kept()
    if not _ours(copy):
        return False
    Path(name).write_bytes(copy.read_bytes())
    return True


def take_into(server: str, name: str) -> bool:
    """Make a database of that name, with the kept tables, in our PostgreSQL at that address. False where none are kept."""
    import psycopg

    copy = kept("sql")
    if OWN not in server or not _ours(copy):
        return False
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"'.encode())
    with psycopg.connect(server, dbname=name, autocommit=True) as connection:
        connection.execute(copy.read_bytes())
    return True


def _ours(copy: Path) -> bool:
    return copy.exists() and copy.parent.stat().st_uid == os.getuid()


def _place_for(copy: Path) -> Path | None:
    """Where to write it before it is whole; None where it is kept already. Older ones go."""
    copy.parent.mkdir(mode=0o700, exist_ok=True)
    if copy.exists() or copy.parent.stat().st_uid != os.getuid():
        return None
    for old in sorted(copy.parent.glob(f"*{copy.suffix}"), key=lambda one: one.stat().st_mtime)[:-7]:
        old.unlink(missing_ok=True)
    part = copy.with_suffix(f".{os.getpid()}")
    part.unlink(missing_ok=True)
    return part


def keep_from(server: str, name: str) -> None:
    """Keep the tables of that PostgreSQL database, fresh from the migrations, for the next run."""
    copy = kept("sql")
    part = _place_for(copy) if OWN in server else None
    if part is None:
        return
    said = subprocess.run(
        [postgres.binaries() / "pg_dump", "--inserts", "--rows-per-insert=500", "--no-owner", "--no-privileges",
         "-d", server.replace("/postgres?", f"/{name}?")],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    part.write_text("\n".join(_sql(said.stdout.splitlines())), encoding="utf-8")
    part.replace(copy)


def _sql(lines: Iterable[str]) -> Iterable[str]:
    """Without what is meant for `psql` alone."""
    return (line for line in lines if not line.startswith("\\"))


def keep(name: str) -> None:
    """Keep the fresh test database's tables for the next run, whole or not at all; older ones go."""
    copy = kept()
    part = _place_for(copy)
    if part is None:
        return
    found = sqlite3.connect(name)
    try:
        # A run without a single test of the database sets none up; its empty file would be everybody's tables.
        if not found.execute("SELECT 1 FROM sqlite_master WHERE name = 'django_migrations'").fetchone():
            return
        found.execute("VACUUM INTO ?", (str(part),))
    finally:
        found.close()
    part.replace(copy)
