"""One large message through the tables and over real http: posted in one area, brought by its worker, taken in by the other.

Its kind (`film/1`) and its one part are made up here. A handover (`shp/1`) carries no attachment yet and its core may have a
megabyte at most, so this says what the envelope, the tables and the wire can carry, and nothing of a handover.

Two processes, each with a database of its own. What each needs beyond what it had is read from the kernel (VmHWM), so nothing
that is held for a moment is missed. Called by `./run bench border`, in a process of its own.
"""

import argparse
import io
import json
import logging
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any


def _status(name: str, pid: int | str = "self") -> float:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:")) / 1024


def _forget_peak(pid: int | str = "self") -> float:
    """From now on the peak is that of what comes; gives the megabytes held now."""
    Path(f"/proc/{pid}/clear_refs").write_text("5")
    return _status("VmRSS", pid)


def measured(work: Callable[[], Any]) -> tuple[float, float]:
    """How many megabytes more it needed at its worst, and how many seconds."""
    before, began = _forget_peak(), time.perf_counter()
    work()
    return _status("VmHWM") - before, time.perf_counter() - began


class Noise(io.RawIOBase):
    """So many bytes that do not repeat themselves soon, and are the same each time."""

    SOME = bytes(range(251)) * 300

    def __init__(self, length: int) -> None:
        self.left = length

    def readable(self) -> bool:
        return True

    def readinto(self, room: Any, /) -> int:
        size = min(len(room), self.left, len(self.SOME))
        room[:size] = self.SOME[:size]
        self.left -= size
        return size


def carried(length: int, folder: Path) -> dict[str, float]:
    """Post it in north, bring it, take it in in south: megabytes and seconds of each."""
    from django.db import transaction

    from plait.base.federation import jobs, posting
    from plait.base.federation.kinds import Arrived
    from plait.base.federation.models import Outgoing, Piece
    from plait.base.federation.wire.contents import Contents, Part
    from tests.base.federation.killed import believe
    from tests.base.federation.two import Area, clock, copies_of_the_tables, gone

    def taken(message: Arrived) -> None:
        assert sum(map(len, message.parts["film.bin"].chunks())) == length

    @transaction.atomic
    def post() -> None:
        part = Part("film.bin", "application/octet-stream", lambda: io.BufferedReader(Noise(length)))
        posting.post(to="south", key="film", contents=Contents("film/1"), parts=[part], at=clock())

    def arrived() -> bool:
        return Outgoing.objects.get().state == "arrived" and not Piece.objects.exists()

    databases = copies_of_the_tables(folder, ("north", "south"))
    north, south = (
        Area(code, one, {"film/1": taken}) for code, one in zip(("north", "south"), databases, strict=True)
    )
    try:
        for one, other in ((north, south), (south, north)):
            one.in_(partial(believe, other))
        south.serve()
        found = {}
        found["posting"], found["posting s"] = north.in_(partial(measured, post))
        before = _forget_peak(south.server)
        found["bringing"], found["bringing s"] = north.in_(
            partial(measured, lambda: jobs.cross(clock(), patience=500.0))
        )
        found["taking in"] = _status("VmHWM", south.server) - before
        if not north.in_(arrived):
            raise SystemExit("The package did not arrive.")
        return found
    finally:
        south.kill()
        gone(databases)


def main() -> int:
    """Print what it came to as one JSON object."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--megabytes", type=int, default=200)
    said = asked.parse_args()
    import django

    django.setup()
    import structlog
    from django.core.management import call_command

    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    call_command("migrate", verbosity=0)
    with tempfile.TemporaryDirectory(prefix="plait-package-") as folder:
        tempfile.tempdir = folder
        print(json.dumps(carried(said.megabytes * 1_000_000, Path(folder))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
