"""The border over a long time: `./run long border [--lives 100] [--seeds 1000] [--database postgres] [--json]`.

Two areas as real processes, each with a database of its own, whose servers and workers are killed at every named point and at any
moment, so many lives over (tests/base/federation/killed.py). Then the simulated network of `./run bench border`, so many seeds.
Ends with 1 where an effect is missing or there twice, where something acknowledged was lost, or where the two differ in the end.
A life that fails is named by its seed, and is lived again with `--seed`.
"""

import argparse
import logging
import os
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from benchmarks.border.world import World
from benchmarks.figures import Figure, show
from benchmarks.harness.databases import Databases, environment


def _ready(kind: str) -> None:
    surroundings = environment(Databases().make(kind, 0))
    os.environ.clear()
    os.environ.update(surroundings)
    import django

    django.setup()
    import structlog
    from django.core.management import call_command

    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)


def lives(seeds: list[int], *, moments: int) -> tuple[Counter[str], list[str]]:
    """Live through them; what was met, and a sentence for everything that is wrong."""
    from tests.base.federation.killed import one_life

    met, wrong = Counter[str](), []
    for seed in seeds:
        with tempfile.TemporaryDirectory(prefix="plait-border-") as folder:
            here, found = one_life(seed, Path(folder), moments=moments)
        met += here
        wrong += [f"life {seed}: {line}" for line in found]
    return met, wrong


def main() -> int:
    """The killed processes, then the simulator. One line a figure."""
    asked = argparse.ArgumentParser(prog="./run long border", description=__doc__)
    asked.add_argument("--lives", type=int, default=100)
    asked.add_argument("--moments", type=int, default=10, help="kills at any moment, in each life")
    asked.add_argument("--seed", type=int, help="this life alone")
    asked.add_argument("--seeds", type=int, default=1000, help="of the simulator")
    asked.add_argument("--messages", type=int, default=1000, help="in each seed of the simulator")
    asked.add_argument("--database", choices=("sqlite", "postgres"), default="sqlite")
    asked.add_argument("--json", action="store_true")
    said = asked.parse_args()
    began = time.perf_counter()
    _ready(said.database)
    chosen = [said.seed] if said.seed is not None else list(range(1, said.lives + 1))
    met, wrong = lives(chosen, moments=said.moments)
    rounds, moments = met.pop("rounds to heal", 0), met.pop("at any moment", 0)
    killed, took = met.total(), time.perf_counter() - began
    worlds = [] if said.seed is not None else range(1, said.seeds + 1)
    fell = 0
    for seed in worlds:
        found = World(seed, messages=said.messages).run()
        fell += bool(found)
        wrong += [f"seed {seed}: {line}" for line in found[:3]]
    where = f"{said.database}: "
    figures = [
        Figure.counted(f"{where}lives of two areas, killed", len(chosen), "lives"),
        Figure.counted(f"{where}processes killed at named points", killed, "processes"),
        Figure.counted(f"{where}rounds of killing at any moment", moments, "rounds"),
        Figure.counted(
            f"{where}rounds until both were equal again, on average", rounds / max(len(chosen), 1), "rounds"
        ),
        Figure.counted(
            f"{where}what was lost, there twice, or told differently", len(wrong) - fell, "faults", 0
        ),
        Figure.counted("simulated seeds", len(worlds), "seeds"),
        Figure.counted("simulated messages", len(worlds) * said.messages, "messages"),
        Figure.counted("simulated seeds in which something did not hold", fell, "seeds", 0),
    ]
    if said.json:
        for one in figures:
            print(one.as_json())
    else:
        show(figures, title="Two areas, killed again and again")
    for line in wrong[:50]:
        print(f"  {line}", file=sys.stderr)
    print(
        f"{took:.0f} s killing, {time.perf_counter() - began:.0f} s in all; met: {dict(sorted(met.items()))}",
        file=sys.stderr,
    )
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
