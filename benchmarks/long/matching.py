"""A search at ten million records beside one million, on PostgreSQL, in one run. `./run long matching`: hours, by hand.

It wants some 12 GB of memory and 20 GB of disk. The same held-out people and queries as `./run bench matching`; the figure is the
ratio of the two p95. The queries of both sizes are asked by turns, so that a busy machine slows both alike. The result goes to
benchmarks/results/matching-10m-DATE.jsonl.
"""

import argparse
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.figures import Figure, p95, percentile, show
from benchmarks.harness.databases import Databases
from benchmarks.matching import searching
from benchmarks.matching.world import SETS, WARM_UP, World, filed, world
from plait.matching.model import Model, current
from plait.matching.search import search
from plait.population import KINDS

RESULTS = Path(__file__).resolve().parents[1] / "results"


def prepared(
    records: int, each: int, databases: Databases
) -> tuple[Any, Any, list[tuple[str, Any, str]], World]:
    """A filled store, the connection that holds it open, the queries by turns of their kinds, and the people."""
    started = time.perf_counter()
    made = world(records)
    store, connection = filed(made, "postgres", databases=databases)
    asked = [
        (kind, query, str(truth))
        for kind in KINDS
        for query, truth, _ in made.queries(made.population.queries(kind, each, made.seed))
    ]
    asked = [one for start in range(each) for one in asked[start::each]]
    print(f"{records:,} records filed in {time.perf_counter() - started:.0f} s", file=sys.stderr, flush=True)
    return store, connection, asked, made


def latencies(
    sides: list[tuple[Any, list[tuple[str, Any, str]]]], model: Model
) -> list[tuple[list[float], float]]:
    """For each side the milliseconds of its searches, and the share of those sought that were found; query by query, by turns."""
    for store, asked in sides:
        for _, query, _ in asked[:WARM_UP]:
            search(query, store, model)
    took: list[list[float]] = [[] for _ in sides]
    hits = [0 for _ in sides]
    for turn in zip(*(asked for _, asked in sides), strict=True):
        for side, (_, query, truth) in enumerate(turn):
            started = time.perf_counter()
            said = search(query, sides[side][0], model)
            took[side].append((time.perf_counter() - started) * 1000)
            hits[side] += any(one.person == truth for one in said.candidates)
    return [(times, hit / len(times)) for times, hit in zip(took, hits, strict=True)]


def figures(small: int, large: int, each: int) -> Iterator[Figure]:
    """The ratio, and what is found at the larger size."""
    model, databases = current(), Databases()
    first, second = prepared(small, each, databases), prepared(large, each, databases)
    (less, _), (more, found) = latencies([(first[0], first[2]), (second[0], second[2])], model)
    told = (
        f"p50 {percentile(more, 0.5):.2f}, p95 {p95(more):.2f} ms at {large:,}; "
        f"{percentile(less, 0.5):.2f}, {p95(less):.2f} ms at {small:,}; {len(more)} queries each, by turns"
    )
    yield Figure(f"p95 at {large:,} / at {small:,}, postgres", p95(more) / p95(less), "times", told, 3.0, 2.0)
    yield Figure(
        f"recall@10 at {large:,}", found, "of 1", "nine kinds, each counting the same", 0.95, 0.96, "higher"
    )
    yield searching.strangers(second[3], second[0], model, 8 * each, f"{large:,}")
    for _, connection, _, _ in (first, second):
        connection.close()


def main() -> int:
    """Measure, keep and show; 1 unless every figure holds."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--small", type=int, default=1_000_000, choices=sorted(SETS))
    ask.add_argument("--large", type=int, default=10_000_000, choices=sorted(SETS))
    ask.add_argument("--each", type=int, default=250, help="queries of each of the nine kinds")
    ask.add_argument("--keep", type=Path, help="where the figures go instead of benchmarks/results")
    wanted = ask.parse_args()
    found = list(figures(wanted.small, wanted.large, wanted.each))
    kept = wanted.keep or RESULTS / f"matching-10m-{datetime.now(tz=UTC):%Y-%m-%d}.jsonl"
    kept.write_text("".join(f"{one.as_json()}\n" for one in found), encoding="utf-8")
    show(found, title="A search as the records grow")
    return 0 if all(one.holds for one in found) else 1


if __name__ == "__main__":
    sys.exit(main())
