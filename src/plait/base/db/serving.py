"""One server at a time on an embedded database, and a way for other commands to know it is there.

`plait serve` holds `<database>.serving` for its life. The kernel drops the lock when the process ends, however it ends,
so a stale file never keeps anybody out.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

if sys.platform != "win32":
    import fcntl


class AlreadyServingError(Exception):
    """Another process serves this database; str() is the sentence to show."""


def _marker(database: str) -> Path:
    return Path(f"{os.path.realpath(database)}.serving")


@contextmanager
def serving(database: str, *, where: str) -> Iterator[None]:
    """Hold the place of the one server of `database`; `where` (an address) is shown to whoever comes second.

    Raises AlreadyServingError. PostgreSQL takes as many servers as you like, so callers ask only for SQLite.
    """
    if sys.platform == "win32":
        yield
        return
    path = _marker(database)
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o660)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            said = path.read_text(encoding="utf-8") or "address unknown"
            raise AlreadyServingError(
                f"Plait is already serving this database ({said}). Stop that one first, or use it."
            ) from None
        os.ftruncate(descriptor, 0)
        os.write(descriptor, where.encode())
        yield
    finally:
        os.close(descriptor)


def who_is_serving(database: str) -> str:
    """The address of the server that holds this database now, or "" when none does."""
    path = _marker(database)
    if sys.platform == "win32" or not path.exists():
        return ""
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return path.read_text(encoding="utf-8") or "address unknown"
    finally:
        os.close(descriptor)
    return ""
