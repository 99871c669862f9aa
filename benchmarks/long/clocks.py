"""Promises over a long time: `./run long clocks [--referrals 20000] [--kills 200] [--database postgres]`.

Workers killed at every named point of a tick, so many times over. Then a simulated year on a clock that the story moves, by the
actions of the screens (tests/promises): in the end the ledger balances, and every promise is kept or visibly late. In a database
of its own. Ends with 1 where anything was lost.
"""

import argparse
import os
import sys
import tempfile
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.harness.databases import Databases, environment

BEGINS = datetime(2026, 12, 1, 8, 0, tzinfo=UTC)


def _ready(kind: str, folder: str) -> None:
    surroundings = environment(Databases().make(kind, 0))
    os.environ.clear()
    os.environ.update(surroundings)
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = folder
    call_command("migrate", verbosity=0)


def a_year(referrals: int, seed: int) -> list[str]:
    """Live through it; a sentence for everything that is wrong in the end."""
    from django.conf import settings
    from django.db import transaction

    from plait.base.audit.actor import Actor
    from plait.base.packs.actions.release_pack import release_pack
    from plait.base.timers import firing
    from plait.site.demo.cast import assemble
    from tests.promises.case import live_through
    from tests.promises.ledger import ledger
    from tests.promises.year import DAY, Year

    before = BEGINS - 60 * DAY
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    release_pack(
        area=settings.PLAIT_AREA, root=Path(settings.PLAIT_PACKS), by=Actor.process("tests"), at=before
    )
    firing._handlers["prompts-look"] = lambda _due: None
    began = time.perf_counter()
    with transaction.atomic():  # one transaction: what is proved here is no power cut
        year = Year(assemble(at=before), seed=seed, begins=BEGINS)
        live_through(year, referrals)
        found = ledger(at=year.now)
    print(f"{referrals:,} referrals in a year ({time.perf_counter() - began:,.0f} s): {found}")
    print(f"  done: {dict(year.done.most_common())}")
    print(f"  refused: {dict(year.refused.most_common(8))}", flush=True)
    return found.wrong + ([f"the balance is {found.balance}"] if found.balance else [])


def killed(times: int, folder: Path) -> list[str]:
    """Kill them; a sentence for each promise that was lost or kept twice."""
    from tests.promises.killed import PROMISES, faults_after, killed_everywhere, letters_that_left, wired

    began, at, wrong, met = time.perf_counter(), BEGINS - timedelta(days=60), [], Counter[str]()
    with wired():
        for number in range(times):
            at, here = killed_everywhere(number, at=at)
            met += here
            wrong += faults_after(number)
    left = letters_that_left(folder)
    if len(left) != times * PROMISES:
        wrong.append(f"{len(left)} letters left, not {times * PROMISES}")
    lived = met.pop("those who lived", 0)
    wrong += [f"{point}: met {count} times, not {times}" for point, count in met.items() if count != times]
    took = time.perf_counter() - began
    print(f"{met.total():,} workers killed, {lived:,} lived ({took:,.0f} s): {dict(sorted(met.items()))}")
    print(
        f"  {len(left):,} letters left, the one that repeated most {max(left.values(), default=0)} times",
        flush=True,
    )
    return wrong


def main() -> int:
    """The killed workers, then a year."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--referrals", type=int, default=20_000)
    asked.add_argument("--kills", type=int, default=200)
    asked.add_argument("--seed", type=int, default=20261201)
    asked.add_argument("--database", choices=("sqlite", "postgres"), default="sqlite")
    said = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="plait-letters-") as folder:
        _ready(said.database, folder)
        wrong = killed(said.kills, Path(folder)) if said.kills else []
        wrong += a_year(said.referrals, said.seed) if said.referrals else []
    for line in wrong[:50]:
        print(f"  {line}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
