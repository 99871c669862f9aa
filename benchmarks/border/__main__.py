"""`./run bench border`: two areas, and a network that does everything wrong (CI: 1,000 messages x 20 seeds); then England
as 153 areas for a month; then what an answer to another area costs; then one
message of 200 MB, as no handover is yet, through the tables of both."""

import argparse
import json
import subprocess
import sys
import time
from collections import Counter

from benchmarks.border import england
from benchmarks.border.world import World
from benchmarks.figures import Figure, show
from benchmarks.harness.databases import Databases, spawn

BEFELL = ("clocks that jumped", "trust that ended", "other bytes under an id")
MEMORY = 64.0  # megabytes that a message may need beyond what a process has, however large it is


def package(megabytes: int, kind: str) -> list[Figure]:
    """What one large message needs in each of the two areas: of a kind of its own, with one part. A handover has no such part."""
    words = ["--megabytes", str(megabytes)]
    with spawn(
        "benchmarks.border.package", words, database=Databases().make(kind, 0), stdout=subprocess.PIPE
    ) as one:
        printed, _ = one.communicate()
    if one.returncode:
        raise SystemExit(f"The message could not be carried on {kind}.")
    found = json.loads(printed.splitlines()[-1])
    name = f"{kind}: one message of {megabytes} MB through the tables (no handover carries an attachment yet)"
    steps = ("posting", "bringing", "taking in")
    return [
        *(Figure(f"{name}, {what}", found[what], "MB more", "", MEMORY, MEMORY) for what in steps),
        *(Figure.counted(f"{name}, {what}", found[f"{what} s"], "s") for what in steps[:2]),
    ]


def answer(each: int, kind: str, *besides: str) -> list[Figure]:
    """What an answer to another area costs, beside the same search made here. `besides`: options of `answering`."""
    words = ["--each", str(each), *besides]
    with spawn(
        "benchmarks.border.answering", words, database=Databases().make(kind, 1), stdout=subprocess.PIPE
    ) as one:
        printed, _ = one.communicate()
    if one.returncode:
        raise SystemExit(f"No other area could be answered on {kind}.")
    found = json.loads(printed.splitlines()[-1])
    here, said, taken = (found[name] for name in ("here", "answer", "taken in"))
    name = f"{kind}: an answer to another area"
    beside = (
        f"{said[0]:.1f} ms of the processor beside {here[0]:.1f} of the same search made here, {found['answers']} times; "
        f"by the clock {said[1]:.1f} and {here[1]:.1f}; {found['words']}"
    )
    return [
        Figure(f"{name} against the local search", round(said[0] / here[0], 2), "times", beside, 1.5, 1.0),
        Figure.counted(f"{name}, taking its question in before", round(taken[0], 1), "ms"),
    ]


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
        figures += answer(given.each, given.database)
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
