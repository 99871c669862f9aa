"""Two lanes: the same suite on SQLite and on PostgreSQL. Loaded by `-p tests.lanes` before Django reads its settings."""

import atexit
import os
import shutil
import sys
import tempfile
from pathlib import Path

from tests.lanes import postgres


def _scratch() -> str:
    """A folder for this run's databases: in memory where the machine offers it, so that a durable commit costs little."""
    shared = Path("/dev/shm")
    base = str(shared) if os.access(shared, os.W_OK | os.X_OK) else None
    folder = tempfile.mkdtemp(prefix="plait-test-", dir=base)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def choose() -> None:
    """Put the lane into PLAIT_* variables. Nothing of the developer's own PLAIT_* settings reaches a test."""
    if os.environ.get("PLAIT_TEST_READY"):  # an xdist worker: the first process has chosen
        return
    wanted = os.environ.get("PLAIT_TEST_DB", "sqlite")
    given = os.environ.get("PLAIT_TEST_DATABASE", "")
    for name in [
        name for name in os.environ if name.startswith("PLAIT_") and not name.startswith("PLAIT_TEST_")
    ]:
        del os.environ[name]
    if wanted not in {"sqlite", "postgres"}:
        sys.exit(f"PLAIT_TEST_DB is {wanted!r}. Use sqlite or postgres.")
    if wanted == "postgres":
        os.environ["PLAIT_DATABASE"] = given or postgres.start()
    else:
        os.environ["PLAIT_DATABASE"] = str(Path(_scratch()) / "plait.sqlite3")
    os.environ["PLAIT_TEST_READY"] = wanted


choose()
