"""`./run bench border`: two areas, and a network that does everything wrong (CI: 1,000 messages x 20 seeds); then England
as 153 areas for a month; then what an answer to another area costs; then one
message of 200 MB, as no handover is yet, through the tables of both."""

import argparse
import json
import subprocess
import sys
import time
from collections import Counter
from typing import Any

from benchmarks.border import england
from benchmarks.border.working import Work, work
from benchmarks.border.world import World
from benchmarks.figures import Figure, show
from benchmarks.harness.databases import Databases, spawn

BEFELL = ("clocks that jumped", "trust that ended", "other bytes under an id")
MEMORY = 64.0  # megabytes that a message may need beyond what a process has, however large it is


def measured(what: str, words: list[str], *, kind: str, number: int = 0) -> Any:
    """What a module beside this one prints last, in a process and a database of its own."""
    with spawn(
        f"benchmarks.border.{what}", words, database=Databases().make(kind, number), stdout=subprocess.PIPE
    ) as one:
        printed, _ = one.communicate()
    if one.returncode:
        raise SystemExit(f"{what} could not be measured on {kind}.")
    return json.loads(printed.splitlines()[-1])


def package(megabytes: int, kind: str) -> list[Figure]:
    """What one large message needs in each of the two areas: of a kind of its own, with one part. A handover has no such part."""
    found = measured("package", ["--megabytes", str(megabytes)], kind=kind)
    name = f"{kind}: one message of {megabytes} MB through the tables (no handover carries an attachment yet)"
    steps = ("posting", "bringing", "taking in")
    return [
        *(Figure(f"{name}, {what}", found[what], "MB more", "", MEMORY, MEMORY) for what in steps),
        *(Figure.counted(f"{name}, {what}", found[f"{what} s"], "s") for what in steps[:2]),
    ]


def answers(each: int, kind: str, *besides: str) -> dict[str, Any]:
    """What an answer to another area costs, beside the same search made here. `besides`: options of `answering`."""
    return dict(measured("answering", ["--each", str(each), *besides], kind=kind, number=1))


def answer(found: dict[str, Any], kind: str) -> list[Figure]:
    """The same as figures."""
    figures = []
    for sort, one in found.items():
        here, said, taken, left, told = (
            one[name] for name in ("here", "answer", "taken in", "bytes", "told")
        )
        name, whole = f"{kind}: an answer to another area, {sort}", taken[0] + said[0] + left[0] + told[0]
        beside = (
            f"{said[0]:.1f} ms of the processor beside {here[0]:.1f} of the same {one['searches']:.1f} searches made here, "
            f"{one['answers']} times; by the clock {said[1]:.1f} and {here[1]:.1f}; {one['words']}"
        )
        figures += [
            Figure(
                f"{name}, against the local search", round(said[0] / here[0], 2), "times", beside, 1.5, 1.0
            ),
            Figure.counted(
                f"{name}, and whoever must hear told afterwards, against the local search",
                round((said[0] + told[0]) / here[0], 2),
                "times",
            ),
            Figure.counted(
                f"{name}, everything from the question's first byte to the last that is done for it",
                round(whole, 1),
                "ms",
            ),
            Figure.counted(
                f"{name}, everything against the local search", round(whole / here[0], 2), "times"
            ),
        ]
    return figures


def worked(found: dict[str, Any], kind: str) -> list[Figure]:
    """What a discovery and a move cost all areas together. `found`: what an answer costs, where nobody is kept."""
    cost, alone = measured("working", [], kind=kind, number=2), found["alone"]
    return work(
        Work(cost["said"], cost["heard"], cost["receipt"], alone["answer"][0], alone["taken in"][0]),
        kind=kind,
    )


def main() -> int:
    """One line a figure; 1 when anything did not hold. A failing seed is named, and runs again to the letter."""
    parser = argparse.ArgumentParser(prog="./run bench border", description=__doc__)
    parser.add_argument("--messages", type=int, default=1000)
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--seed", type=int, help="this one alone, with what went wrong")
    parser.add_argument("--areas", type=int, default=england.ENGLAND, help="in England; 0: none")
    parser.add_argument(
        "--each", type=int, default=12, help="questions of another area, of each kind; 0: none"
    )
    parser.add_argument("--package", type=int, default=200, help="megabytes of one message; 0: none")
    parser.add_argument(
        "--database", choices=("sqlite", "postgres"), default="sqlite", help="of the answers and the package"
    )
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    seeds = [given.seed] if given.seed is not None else list(range(1, given.seeds + 1))
    counts: Counter[str] = Counter()
    wrong: dict[int, list[str]] = {}
    begun = time.perf_counter()
    for seed in seeds:
        world = World(seed, messages=given.messages)
        if found := world.run():
            wrong[seed] = found
            print(f"seed {seed}: {len(found)} wrong; first: {found[0]}", file=sys.stderr)
        counts.update(world.counts)
    if given.seed is not None:
        for line in wrong.get(given.seed, []):
            print(line, file=sys.stderr)
    took = time.perf_counter() - begun
    figures = [
        Figure.counted("seeds in which something did not hold", len(wrong), "seeds", 0),
        Figure.counted("messages", given.messages * len(seeds), "messages"),
        Figure.counted("taken in", counts["take"], "messages"),
        Figure.counted("came again and changed nothing", counts["again"], "messages"),
        Figure.counted("lost on the way", counts["lost"], "messages"),
        Figure.counted("restarts", counts["restarts"], "restarts"),
        *(Figure.counted(what, counts[what], "times") for what in BEFELL),
        Figure.counted("read under a lease", counts["read"], "readings"),
    ]
    if given.areas and given.seed is None:
        figures += england.figures(large=given.areas)
    if given.each and given.seed is None:
        costs = answers(given.each, given.database)
        figures += answer(costs, given.database) + worked(costs, given.database)
    if given.package and given.seed is None:
        figures += package(given.package, given.database)
    if given.json:
        for one in figures:
            print(one.as_json())
    else:
        show(figures, title="Over the border")
    print(f"{took:.1f} s", file=sys.stderr)
    return 1 if wrong or not all(one.holds for one in figures) else 0


if __name__ == "__main__":
    raise SystemExit(main())
