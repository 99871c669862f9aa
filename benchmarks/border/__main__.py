"""`./run bench border`: two areas, and a network that does everything wrong. CI: 1,000 messages x 20 seeds."""

import argparse
import json
import sys
import time
from collections import Counter

from benchmarks.border.world import World


def main() -> int:
    """One line a figure; 1 when anything did not hold. A failing seed is named, and runs again to the letter."""
    parser = argparse.ArgumentParser(prog="./run bench border", description=__doc__)
    parser.add_argument("--messages", type=int, default=1000)
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--seed", type=int, help="this one alone, with what went wrong")
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
        ("seeds in which something did not hold", len(wrong), "seeds", 0),
        ("messages", given.messages * len(seeds), "messages", None),
        ("taken in", counts["take"], "messages", None),
        ("came again and changed nothing", counts["again"], "messages", None),
        ("lost on the way", counts["lost"], "messages", None),
        ("restarts", counts["restarts"], "restarts", None),
        ("read under a lease", counts["read"], "readings", None),
    ]
    for name, value, unit, floor in figures:
        if given.json:
            holds = floor is None or value == floor
            said = {"name": name, "value": value, "unit": unit, "compared_with": floor, "floor": floor, "aim": floor,
                    "better": "equal", "holds": holds}  # fmt: skip
            print(json.dumps(said))
        else:
            print(f"{name:45} {value:>9,} {unit}")
    print(f"{took:.1f} s", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
