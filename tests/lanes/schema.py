"""The tables as the migrations leave them, made once for each wording of the migrations and then copied.

Running some sixty migrations takes longer than most files of tests. The copy is kept beside the system's other temporary
files, under a name that is a digest of everything that decides how a fresh database looks. SQLite only: a PostgreSQL of the
tests lives for one run.
"""

import hashlib
import os
import sqlite3
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
# Whatever a fresh database is made from: the migrations, the models (content types), our backend, the packages' versions.
MADE_FROM = ("src/plait/**/migrations/*.py", "src/plait/**/models*", "src/plait/**/models/*.py",
             "src/plait/base/db/**/*.py", "src/plait/site/settings*", "requirements/dev.txt", "tests/lanes/*.py")  # fmt: skip


def kept() -> Path:
    """Where the copy of today's tables is, or will be."""
    told = hashlib.sha256(sqlite3.sqlite_version.encode())
    for path in sorted({path for one in MADE_FROM for path in ROOT.glob(one) if path.is_file()}):
        told.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return (
        Path(tempfile.gettempdir()) / f"plait-test-schema-{os.getuid()}" / f"{told.hexdigest()[:32]}.sqlite3"
    )


def take(name: str) -> bool:
    """Put the kept tables where the test database will be. False where none are kept."""
    copy = kept()
    if not copy.exists() or copy.parent.stat().st_uid != os.getuid():
        return False
    Path(name).write_bytes(copy.read_bytes())
    return True


def keep(name: str) -> None:
    """Keep the fresh test database's tables for the next run, whole or not at all; older ones go."""
    copy = kept()
    copy.parent.mkdir(mode=0o700, exist_ok=True)
    if copy.exists() or copy.parent.stat().st_uid != os.getuid():
        return
    for old in sorted(copy.parent.glob("*.sqlite3"), key=lambda one: one.stat().st_mtime)[:-7]:
        old.unlink(missing_ok=True)
    part = copy.with_suffix(f".{os.getpid()}")
    part.unlink(missing_ok=True)
    found = sqlite3.connect(name)
    try:
        # A run without a single test of the database sets none up; its empty file would be everybody's tables.
        if not found.execute("SELECT 1 FROM sqlite_master WHERE name = 'django_migrations'").fetchone():
            return
        found.execute("VACUUM INTO ?", (str(part),))
    finally:
        found.close()
    part.replace(copy)
