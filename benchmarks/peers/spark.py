"""Does Spark say what DuckDB says? The same model definition on both, a few thousand records, edge by edge. `./run peers spark`.

Needs Java 17 or newer. Spark starts a machine of its own, on this one only; that takes longer than the work.
"""

import argparse
import math
import sys
import time
import warnings
from typing import Any

import numpy as np

from benchmarks.figures import Figure, show
from plait.matching import batch, spark
from plait.matching.model import Model, current
from plait.matching.splink_table import table
from plait.matching.standardise import RAW, standardise_columns
from plait.population import Parameters, make

SEED = 41
SAME = 0.01  # bits
Edges = dict[tuple[int, int], tuple[float, int]]


def people(records: int) -> Any:
    """So many records of an invented population (usual parameters), as Splink reads them."""
    made = make(Parameters.for_records(records, seed=SEED))
    plain = standardise_columns({name: made.records[name] for name in RAW})
    return table(plain, np.arange(len(plain)))


def by_duckdb(records: Any, model: Model) -> tuple[Edges, float]:
    """Edges over the line of the possible, and seconds."""
    started = time.perf_counter()
    found = batch.score_all(records, model, line=model.lines.possible)
    return _edges(found), time.perf_counter() - started


def by_spark(records: Any, model: Model) -> tuple[Edges, float]:
    """The same on Spark, with its start."""
    started = time.perf_counter()
    found = spark.score_all(records, model, line=model.lines.possible, master="local[2]")
    return _edges(found), time.perf_counter() - started


def _edges(found: Any) -> Edges:
    columns = (found[one].to_pylist() for one in ("one", "other", "score", "guard"))
    return {(min(a, b), max(a, b)): (score, guard) for a, b, score, guard in zip(*columns, strict=True)}


def parity(duck: Edges, spark: Edges, said: str) -> list[Figure]:
    """Which edges both have, and how many of those weigh the same under the same guard."""
    both = duck.keys() & spark.keys()
    every = duck.keys() | spark.keys()
    same = sum(
        math.isclose(duck[pair][0], spark[pair][0], abs_tol=SAME) and duck[pair][1] == spark[pair][1]
        for pair in both
    )
    return [
        Figure(
            "Spark: edges that both have",
            100 * len(both) / max(1, len(every)),
            "%",
            f"{len(both)} of {len(every)}; {said}",
            99.9,
            100,
            "higher",
        ),
        Figure(
            "Spark: edges of one weight and guard",
            100 * same / max(1, len(both)),
            "%",
            f"{same} of {len(both)}, within {SAME} bit",
            99.9,
            99.98,
            "higher",
        ),
    ]


def main() -> int:
    """Measure and show; 1 unless every figure holds, 2 where there is no Java."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--records", type=int, default=3000)
    ask.add_argument("--json", action="store_true")
    wanted = ask.parse_args()
    try:
        spark.insist()
    except spark.NoSpark as missing:
        print(missing, file=sys.stderr)
        return 2
    warnings.simplefilter("ignore")
    records, model = people(wanted.records), current()
    duck, duck_took = by_duckdb(records, model)
    sparks, spark_took = by_spark(records, model)
    said = f"{len(records):,} records; DuckDB {duck_took:.1f} s, Spark {spark_took:.1f} s with its start"
    figures = parity(duck, sparks, said)
    if wanted.json:
        print("\n".join(one.as_json() for one in figures))
    else:
        show(figures, title="One definition on DuckDB and on Spark")
        for pair in sorted(duck.keys() ^ sparks.keys())[:5]:
            print("only in one:", pair, duck.get(pair), sparks.get(pair))
        for pair in sorted(duck.keys() & sparks.keys()):
            if abs(duck[pair][0] - sparks[pair][0]) > SAME:
                print("weighs otherwise:", pair, duck[pair], sparks[pair])
    return 0 if all(one.holds for one in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
