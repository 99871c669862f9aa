"""A year of an area, lived through over as many evenings as it takes: `./run long year --folder FOLDER [--referrals 20000]`.

By the actions of the screens, on a clock that the story moves (tests/promises), on SQLite, at about half a second of a
processor for each referral. FOLDER holds the database and, in it, what is planned still; both are kept together every two
minutes. Stop it whenever you like, by Ctrl-C, kill or the plug: the same command goes on, and what was kept is not lived
through again. In the end the ledger judges the whole year; ends with 1 where a promise was lost, with 3 while it is not over.
"""

import argparse
import signal
import sys
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.harness.databases import environment
from benchmarks.long.clocks import judged, ready, settled

if TYPE_CHECKING:
    from tests.promises.year import Year

NOT_OVER = 3


@dataclass
class Evening:
    """How long one sitting lasts, and how often it keeps what it has done. `clock` and `used` are in seconds."""

    keeps_every: float
    lasts: float
    stopped: bool = False
    began: float = field(default_factory=time.monotonic)
    used: float = field(default_factory=time.process_time)

    def stop(self, *_signal: object) -> None:
        """Keep what is done, and end."""
        self.stopped = True

    def over(self) -> bool:
        """Nothing more this evening."""
        return self.stopped or time.monotonic() - self.began > self.lasts


def live(year: "Year", evening: Evening) -> None:
    """On from where it stands, until the year or the evening is over; kept every so often, with a line of how far it is."""
    from django.db import transaction

    from tests.promises.kept import keep

    while not (year.over or evening.over()):
        used = time.process_time()
        with transaction.atomic():
            _a_while(year, evening)
            year.used += time.process_time() - used
            keep(year)
        print(how_far(year), flush=True)


def _a_while(year: "Year", evening: Evening) -> None:
    until = time.monotonic() + evening.keeps_every
    while not (year.over or evening.over() or time.monotonic() > until):
        year.go_on()


def how_far(year: "Year") -> str:
    """One line."""
    raised, of = year.done["raise"], year.done["raise"] + year.waiting("raise")
    rate = year.used / raised if raised else 0.0
    return (
        f"{datetime.now(UTC):%d %H:%M} UTC: {year.now:%d %b %Y}, day {(year.now - year.begins).days} of 365: {raised:,} of {of:,}"
        f" referrals raised, {sum(year.done.values()):,} deeds; {year.used / 3600:.2f} h of a processor so far,"
        f" {rate:.2f} s a referral"
    )


def main() -> int:
    """Begin it, or go on with it."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument(
        "--folder", type=Path, required=True, help="where the year is kept; made when it is not there"
    )
    asked.add_argument("--referrals", type=int, default=20_000, help="of a year that begins")
    asked.add_argument("--seed", type=int, default=20261201, help="of a year that begins")
    asked.add_argument("--minutes", type=float, default=float("inf"), help="of this evening")
    asked.add_argument("--keep-every", type=float, default=120.0, help="seconds")
    said = asked.parse_args()
    said.folder.mkdir(parents=True, exist_ok=True)
    evening = Evening(said.keep_every, said.minutes * 60)
    signal.signal(signal.SIGINT, evening.stop)
    signal.signal(signal.SIGTERM, evening.stop)
    ready(environment(str(said.folder.resolve() / "plait.sqlite3")))
    from django.db import transaction

    from tests.promises.case import begin
    from tests.promises.kept import keep, kept

    with transaction.atomic():
        year = kept()
        if year is None:
            year = settled(said.seed)
            begin(year, said.referrals)
            keep(year)
        else:
            print(f"Going on: {how_far(year)}", flush=True)
    live(year, evening)
    if not year.over:
        print("Kept. The same command goes on from here.")
        return NOT_OVER
    wrong = judged(year)
    for line in wrong[:50]:
        print(f"  {line}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
