"""Private databases: SQLite files in a folder of this run's own, PostgreSQL in a server of this run's own."""

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
KINDS = ("sqlite", "postgres")
# As a serving PostgreSQL is set: nothing of its durability is traded for speed, or the audit would look cheaper or dearer
# than it is.
AS_IN_PRODUCTION = "-c shared_buffers=256MB"


class Databases:
    """The addresses of this run's databases, one for each kind and size. All are removed when this process ends."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="plait-bench-"))
        atexit.register(shutil.rmtree, self._folder, ignore_errors=True)
        self._server: str | None = None
        self._tables: set[str] = set()
        self._bare = 0

    def make(self, kind: str, size: int) -> str:
        """The address (PLAIT_DATABASE) of a database with its tables and nothing in them. The migrations run once for each kind:
        they take as long as everything else in a small run."""
        if kind not in self._tables:
            self._tables.add(kind)
            if self._tables_of_the_tests(kind):
                return self._new(kind, str(size), like="tables")
            subprocess.run(
                [sys.executable, "-W", "ignore", "-m", "django", "migrate", "--verbosity", "0"],
                cwd=ROOT, env=environment(self._new(kind, "tables")), check=True,
            )  # fmt: skip
        return self._new(kind, str(size), like="tables")

    def bare(self, kind: str) -> str:
        """The address of one more database without any table, for whoever makes their own."""
        self._bare += 1
        return self._new(kind, f"bare-{self._bare}")

    def _new(self, kind: str, name: str, like: str = "") -> str:
        if kind == "sqlite":
            made = self._folder / f"plait-{name}.sqlite3"
            if like:
                shutil.copyfile(self._folder / f"plait-{like}.sqlite3", made)
            return str(made)
        import psycopg

        copied = f'TEMPLATE "plait_{like}"' if like else ""
        with psycopg.connect(self._started(), autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "plait_{name}" {copied}')
        return self._started().replace("/postgres?", f"/plait_{name}?")

    def _started(self) -> str:
        if self._server is None:
            self._server = _start_server()
        return self._server

    def _tables_of_the_tests(self, kind: str) -> bool:
        """Put the tables there that the tests' run of these same migrations left. False where they have not run yet."""
        # The tests' lane chooses a database for itself when it is imported; a benchmark has made its own choice.
        os.environ.setdefault("PLAIT_TEST_READY", "benchmark")
        from tests.lanes import schema

        if kind == "sqlite":
            return schema.take(str(self._folder / "plait-tables.sqlite3"))
        return schema.take_into(self._started(), "plait_tables")


def _start_server() -> str:
    os.environ.setdefault("PLAIT_TEST_READY", "benchmark")
    from tests.lanes import postgres

    postgres.DURABILITY = AS_IN_PRODUCTION
    return postgres.start()


def environment(database: str) -> dict[str, str]:
    """The surroundings of a process that serves this database: nothing of the caller's own PLAIT_* settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PLAIT_")}
    return {**kept, "PLAIT_DATABASE": database, "DJANGO_SETTINGS_MODULE": "plait.site.settings"}


def spawn(module: str, arguments: Sequence[str], *, database: str, **options: Any) -> subprocess.Popen[str]:
    """A process of its own for one database, because Django reads its settings once."""
    command = [sys.executable, "-W", "ignore", "-m", module, *arguments]
    return subprocess.Popen(command, cwd=ROOT, env=environment(database), text=True, **options)
