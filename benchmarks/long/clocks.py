"""Promises over a long time: `./run long clocks [--kills 200] [--referrals 500] [--database postgres]`.

Workers killed at every named point of a tick, so many times over. Then a simulated year on a clock that the story moves, by the
actions of the screens (tests/promises): in the end the ledger balances, and every promise is kept or visibly late. In a database
of its own, in one sitting; `./run long year` lives through twenty thousand over several evenings. Ends with 1 where anything was
lost.
"""

import argparse
import os
import sys
import tempfile
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.harness.databases import Databases, environment

if TYPE_CHECKING:
    from tests.promises.year import Year

BEGINS = datetime(2026, 12, 1, 8, 0, tzinfo=UTC)


def ready(surroundings: dict[str, str]) -> None:
    """This process serves the database of these surroundings, with its tables; letters go nowhere, and questions to a person have
    stories of their own."""
    os.environ.clear()
    os.environ.update(surroundings)
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    from plait.base.timers import firing

    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    call_command("migrate", verbosity=0)
    firing._handlers["prompts-look"] = lambda _due: None


def settled(seed: int) -> "Year":
    """The area with its pack and its people, before the year begins."""
    from django.conf import settings

    from plait.base.audit.actor import Actor
    from plait.base.packs.actions.release_pack import release_pack
    from plait.site.demo.cast import assemble
    from tests.promises.year import DAY, Year

    before = BEGINS - 60 * DAY
    release_pack(
        area=settings.PLAIT_AREA, root=Path(settings.PLAIT_PACKS), by=Actor.process("tests"), at=before
    )
    return Year(assemble(at=before), seed=seed, begins=BEGINS)


def judged(year: "Year") -> list[str]:
    """What the ledger says in the end, printed; a sentence for everything that is wrong."""
    from tests.promises.ledger import ledger

    found = ledger(at=year.now)
    print(f"{year.done['raise']:,} referrals in a year ({year.used:,.0f} s of a processor): {found}")
    print(f"  done: {dict(year.done.most_common())}")
    print(f"  refused: {dict(year.refused.most_common(8))}", flush=True)
    return found.wrong + ([f"the balance is {found.balance}"] if found.balance else [])


def a_year(referrals: int, seed: int) -> list[str]:
    """Live through it in one sitting; a sentence for everything that is wrong in the end."""
    from django.db import transaction

    from tests.promises.case import live_through

    used = time.process_time()
    with transaction.atomic():  # one transaction: what is proved here is no power cut
        year = settled(seed)
        live_through(year, referrals)
        year.used = time.process_time() - used
        return judged(year)


def killed(times: int, folder: Path) -> list[str]:
    """Kill them; a sentence for each promise that was lost or kept twice."""
    from django.test import override_settings

    from tests.promises.killed import PROMISES, faults_after, killed_everywhere, letters_that_left, wired

    into = override_settings(
        EMAIL_BACKEND="django.core.mail.backends.filebased.EmailBackend", EMAIL_FILE_PATH=str(folder)
    )
    began, at, wrong, met = time.perf_counter(), BEGINS - timedelta(days=60), [], Counter[str]()
    with into, wired():
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
    asked.add_argument("--referrals", type=int, default=500)
    asked.add_argument("--kills", type=int, default=200)
    asked.add_argument("--seed", type=int, default=20261201)
    asked.add_argument("--database", choices=("sqlite", "postgres"), default="sqlite")
    said = asked.parse_args()
    ready(environment(Databases().make(said.database, 0)))
    with tempfile.TemporaryDirectory(prefix="plait-letters-") as folder:
        wrong = killed(said.kills, Path(folder)) if said.kills else []
    wrong += a_year(said.referrals, said.seed) if said.referrals else []
    for line in wrong[:50]:
        print(f"  {line}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
