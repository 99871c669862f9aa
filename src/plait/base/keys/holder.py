"""Where the area's own keys are: a file outside the database, or the surroundings; never a table, never a page.

PLAIT_KEYS_FILE names the file; PLAIT_KEYS holds the same words where a platform hands secrets over that way. With invented data
and neither, the area uses keys that everybody can make. With real data it then signs nothing.
"""

import os
import stat
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from plait.base.keys.public import PublicKeys
from plait.base.keys.ring import BadRing, Ring

LARGEST = 64 * 1024


class NoKeys(RuntimeError):
    """This area has no keys of its own that can be used. The words say what to mend."""


def own_ring() -> Ring:
    """The area's ring as it stands in its file now (a rotated one is read again). Raises NoKeys."""
    return ring_of(
        text=settings.PLAIT_KEYS,
        file=settings.PLAIT_KEYS_FILE,
        real=settings.PLAIT_DATA == "real",
        holder=Path(settings.PLAIT_AREA).name,
    )


def own_keys(*, at: datetime) -> PublicKeys:
    """What the area publishes at `at`. Raises NoKeys."""
    return own_ring().public(at=at)


def ring_of(*, text: str, file: Path | None, real: bool, holder: str) -> Ring:
    """The ring that these settings come to. Raises NoKeys, which says what to mend."""
    if text:
        return _read(text)
    if file is not None:
        return read_ring(file)
    if real:
        raise NoKeys(
            "This area has no keys of its own: make them with `plait keys make`, and set PLAIT_KEYS_FILE."
        )
    return _known_to_all(holder)


def key_faults(*, text: str, file: Path | None, real: bool, holder: str) -> list[str]:
    """Why nobody should trust the keys that these settings come to, each one sentence; nothing when they can."""
    try:
        ring = ring_of(text=text, file=file, real=real, holder=holder)
    except NoKeys as fault:
        return [str(fault)]
    if ring.is_known_to_all:
        return [
            "The area's keys are ones that everybody can make: `plait keys make`, then set PLAIT_KEYS_FILE."
        ]
    return []


def write_ring(ring: Ring, *, to: Path, instead: bool = False) -> None:
    """Keep a ring in its file, readable by its owner alone. `instead` replaces the one that is there, whole or not at all;
    without it, FileExistsError."""
    if not instead and to.exists():
        raise FileExistsError(str(to))
    beside = to.with_name(f".{to.name}.new")
    beside.unlink(missing_ok=True)
    handle = os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(ring.text())
        file.flush()
        os.fsync(file.fileno())
    if instead:
        beside.replace(to)
    else:
        try:
            os.link(beside, to)
        finally:
            beside.unlink()


@lru_cache(maxsize=4)
def _known_to_all(holder: str) -> Ring:
    return Ring.known_to_all(holder)


@lru_cache(maxsize=4)
def _read(text: str) -> Ring:
    try:
        return Ring.read(text)
    except BadRing:
        raise NoKeys(
            "The area's keys cannot be read: they are not as `plait keys make` wrote them."
        ) from None


def read_ring(path: Path) -> Ring:
    """The ring of a file that nobody else can read or change. Raises NoKeys."""
    try:
        if path.is_dir():
            raise NoKeys("PLAIT_KEYS_FILE is not a file.")
        file = open(path, "rb", opener=_not_through_a_link)  # noqa: SIM115 (Path.open takes no opener)
    except OSError as fault:
        said = (
            f"The file of the area's keys cannot be opened ({type(fault).__name__}): look at PLAIT_KEYS_FILE."
        )
        raise NoKeys(said) from None
    with file:
        kept = os.fstat(file.fileno())
        if fault_said := _unsafe(kept, path):
            raise NoKeys(fault_said)
        if kept.st_size > LARGEST:
            raise NoKeys("The file of the area's keys is far too large to be one.")
        return _read(file.read(LARGEST).decode("utf-8", errors="replace"))


def _not_through_a_link(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))


def _unsafe(kept: os.stat_result, path: Path) -> str:
    if not stat.S_ISREG(kept.st_mode):
        return "PLAIT_KEYS_FILE is not a file."
    if stat.S_IMODE(kept.st_mode) & 0o077:
        return f"Others can read the area's keys: chmod 600 {path.name}."
    if kept.st_uid not in {os.geteuid(), 0}:
        return f"Somebody else owns the area's keys: chown {path.name} to the user that Plait runs as."
    if stat.S_IMODE(path.parent.stat().st_mode) & 0o002 and not path.parent.stat().st_mode & stat.S_ISVTX:
        return "Anybody can exchange the area's keys: the folder they are in can be written by all."
    return ""
