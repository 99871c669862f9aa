"""May the clock tell what the page does not? A record that may not be known beside one that is not there, by turns.

`./run bench sameness` prints a table and ends with 1 unless every figure holds; `--json` prints one object a line.
"""

import os
import random
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path
from time import perf_counter
from typing import Annotated, Any
from uuid import UUID

import numpy as np
import typer
from rich.console import Console

from benchmarks.figures import Figure, show
from benchmarks.harness.databases import KINDS, Databases, environment

PAIRS, RESAMPLED, SEED = 5_000, 2_000, 20261128
# Microseconds that the whole interval of the difference must stay within, and we would like it to.
FLOOR, AIM = 250.0, 100.0
# How well one answer's time alone may tell the two apart: 0.5 is not at all.
TOLD_FLOOR, TOLD_AIM = 0.53, 0.51
WARM_UP = 10
# Names of the same length, and asked for under as many keys, as that of somebody restricted.
GONE, UNHEARD_OF = ("Thimble", "Quarterstaff"), ("Sparkle", "Hollowbridge")

messages = Console(stderr=True)
Times = np.ndarray[Any, np.dtype[np.float64]]
Act = Callable[[bool], object]  # asked of what is hidden (True), or of what is not there


def by_turns(act: Act, pairs: int, chance: random.Random) -> tuple[Times, Times]:
    """Seconds of each of both sides, every pair one after the other, in an order that chance chooses."""
    took: dict[bool, list[float]] = {True: [], False: []}
    for turn in range(WARM_UP + pairs):
        sides = [True, False]
        chance.shuffle(sides)
        for hidden in sides:
            began = perf_counter()
            act(hidden)
            seconds = perf_counter() - began
            if turn >= WARM_UP:
                took[hidden].append(seconds)
    return np.array(took[True]), np.array(took[False])


def difference(hidden: Times, absent: Times, *, seed: int = SEED) -> tuple[float, float, float]:
    """The difference of the medians in microseconds, and the interval that holds 95 of 100 resampled ones. Pairs stay
    together, so that a busy second weighs on both sides."""
    chance = np.random.default_rng(seed)
    found = np.empty(RESAMPLED)
    for number in range(RESAMPLED):
        kept = chance.integers(0, len(hidden), len(hidden))
        found[number] = np.median(hidden[kept]) - np.median(absent[kept])
    low, high = np.percentile(found, (2.5, 97.5))
    return float(np.median(hidden) - np.median(absent)) * 1e6, float(low) * 1e6, float(high) * 1e6


def told_apart(hidden: Times, absent: Times) -> float:
    """Of two answers, one of each, how often the slower one is of the same side (the area under the curve): 0.5 tells nothing."""
    order = np.argsort(np.argsort(np.concatenate([hidden, absent]), kind="stable"), kind="stable") + 1
    above = order[: len(hidden)].sum() - len(hidden) * (len(hidden) + 1) / 2
    share = float(above) / (len(hidden) * len(absent))
    return max(share, 1 - share)


def figures_of(name: str, hidden: Times, absent: Times) -> list[Figure]:
    """Both figures of one question."""
    middle, low, high = difference(hidden, absent)
    said = (
        f"{np.median(hidden) * 1e3:.2f} ms beside {np.median(absent) * 1e3:.2f} ms; "
        f"difference {middle:+.0f} µs, 95 in 100 from {low:+.0f} to {high:+.0f} ({len(hidden):,} pairs)"
    )
    share = told_apart(hidden, absent)
    return [
        Figure(f"{name}: the interval's further end", max(abs(low), abs(high)), "µs", said, FLOOR, AIM),
        Figure(f"{name}: told apart by one answer", share, "share", "0.5 is by chance", TOLD_FLOOR, TOLD_AIM),
    ]


@contextmanager
def questions(kind: str) -> Iterator[dict[str, Act]]:
    """A private database with the world of the access matrix in it, and each question with both its sides."""
    surroundings = environment(Databases().make(kind, 0))
    os.environ.clear()
    os.environ.update(surroundings)
    import django

    django.setup()
    from functools import partial

    import time_machine
    from django.conf import settings
    from django.core.management import call_command
    from django.test.utils import setup_test_environment

    setup_test_environment()
    call_command("migrate", verbosity=0)
    from plait.base.audit.actor import Actor
    from plait.base.packs.actions.release_pack import release_pack
    from plait.people.actions.describe_person import describe_person
    from plait.people.models import Person
    from plait.people.rules import Described
    from plait.people.store.filing import unfile_descriptions
    from plait.site.demo.cast import assemble
    from tests.matrix.rules_again import EMERGENCY, STORY, Cell
    from tests.matrix.ways_world import arranged, build_ways
    from tests.matrix.world import NOW, SETTLED, undone

    cells = {
        "a restricted record": Cell(STORY, "lead", "team-allocated", "none", "restricted", "fresh"),
        "one behind an identity shield": Cell(STORY, "lead", "team-allocated", "none", "former", "fresh"),
        "a declared conflict": Cell(STORY, "lead", "allocated", "declared", "open", "fresh"),
        "no business of theirs": Cell(STORY, "dsl", "none", "none", "open", "fresh"),
        "emergency access to a restricted record": Cell(EMERGENCY, "dsl", "none", "none", "restricted", "fresh"),
    }  # fmt: skip
    with ExitStack() as kept, time_machine.travel(NOW, tick=False):
        kept.enter_context(undone())
        release_pack(
            area="areas/ellowmere", root=Path(settings.PLAIT_PACKS), by=Actor.process("benchmark"),
            at=SETTLED - timedelta(days=30),
        )  # fmt: skip
        ways = build_ways(assemble(at=SETTLED))
        by = ways.cast.actor("dsl", at=NOW)  # who looks in their own agency's records, by a page of its own
        known = describe_person(
            described=Described(forename="Thistle", surname="Quillfeather"), source_ref="benchmark:sameness",
            agency_id=by.agency, by=by, at=NOW,
        )  # fmt: skip
        gone = describe_person(
            described=Described(forename=GONE[0], surname=GONE[1]), source_ref="benchmark:gone",
            agency_id=by.agency, by=by, at=NOW,
        )  # fmt: skip
        unfile_descriptions([gone.number])
        keepers = ways.cast.teams["custodians"]
        Person.objects.filter(pk=known.person_id).update(restricted=True, custodian=keepers)
        nowhere = str(UUID(int=random.Random(SEED).getrandbits(128), version=4))

        def page(cell: Cell, hidden: bool) -> None:
            there = ways.children[cell.state] if hidden else nowhere
            with undone():
                ways.browsers[cell.reader, cell.proof].get("/" + cell.page.replace("<uuid:person_id>", there))

        def search(beside: tuple[str, str], hidden: bool) -> None:
            forename, surname = ("Thistle", "Quillfeather") if hidden else beside
            with undone():
                answer = ways.browsers["dsl", "fresh"].post(
                    "/people/own-records/",
                    {"forename": forename, "surname": surname, "purpose": "Check what our agency has sent"},
                )
                if answer.status_code != 200 or b"None of your records" not in answer.content:
                    raise RuntimeError(
                        f"looking for {forename} {surname} was not answered as if there were nobody"
                    )

        for cell in cells.values():
            kept.enter_context(arranged(ways, cell))
        asked: dict[str, Act] = {name: partial(page, cell) for name, cell in cells.items()}
        asked["a search by the name of somebody restricted, beside one filed of nobody any more"] = partial(
            search, GONE
        )
        asked["the same, beside a name that nobody ever had"] = partial(search, UNHEARD_OF)
        yield asked


def main(
    json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
    pairs: Annotated[
        int, typer.Option(min=10, help="How often each question is asked of both sides.")
    ] = PAIRS,
    database: Annotated[str, typer.Option(help="sqlite or postgres.")] = "sqlite",
) -> None:
    """Measure, print, and end with 1 unless every figure holds."""
    if database not in KINDS:
        raise typer.BadParameter(f"one of {', '.join(KINDS)}", param_hint="--database")
    found: list[Figure] = []
    with questions(database) as asked:
        for name, act in asked.items():
            messages.print(f"{name}: {pairs:,} pairs")
            found += figures_of(f"{database}: {name}", *by_turns(act, pairs, random.Random(SEED)))
    if json:
        for one in found:
            print(one.as_json())
    else:
        show(found, title="What may not be known beside what is not there")
    sys.exit(not all(one.holds for one in found))


if __name__ == "__main__":
    typer.run(main)
