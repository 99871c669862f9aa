"""Does Spark say what DuckDB says? The same model definition on both, a few thousand records, edge by edge. `./run peers spark`.

Needs Java 17 or newer. Spark starts a machine of its own, on this one only; that takes longer than the work.
"""

import argparse
import math
import shutil
import sys
import tempfile
import time
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from splink import Linker

from benchmarks.figures import Figure, show
from plait.matching import batch, splink_model
from plait.matching.definition import COMPARISONS, ROWS_LEAST_TF
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


def by_spark(records: Any, model: Model, folder: Path) -> tuple[Edges, float, float]:
    """The same on Spark; seconds without its start, and of its start."""
    started = time.perf_counter()
    session, database = _spark(folder)
    up = time.perf_counter()
    try:
        pq.write_table(records, folder / "records.parquet")
        known = session.read.parquet(str(folder / "records.parquet"))
        settings = splink_model.trained_settings(model, dialect="spark", keep_levels=True)
        linker = Linker(database.register(known, dataset_display_name="records"), settings, log_level=40)
        for column in (one.frequency for one in COMPARISONS if one.frequency):
            pq.write_table(_shares(records, model, column), folder / f"{column}.parquet")
            shares = session.read.parquet(str(folder / f"{column}.parquet"))
            kept = database.register(shares, dataset_display_name=f"shares_of_{column}")
            linker.table_management.register_term_frequency_lookup(kept, column)
        found = linker.inference.predict(threshold_match_weight=model.lines.possible, warning_mode="never")
        guard = batch.guard_sql(model).replace("::tinyint", "")
        rows = session.sql(
            f"select ref_l one, ref_r other, match_weight score, ({guard}) guard from {found.physical_name}"  # noqa: S608
        ).collect()
        edges = {
            (min(row.one, row.other), max(row.one, row.other)): (float(row.score), int(row.guard))
            for row in rows
        }
        return edges, time.perf_counter() - up, up - started
    finally:
        session.stop()


def _spark(folder: Path) -> tuple[Any, Any]:
    from pyspark.sql import SparkSession
    from splink.backends.spark import SparkAPI, similarity_jar_location

    session = (
        SparkSession.builder.master("local[2]")
        .appName("plait")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "8")
        .config("spark.default.parallelism", "8")
        .config("spark.jars", similarity_jar_location())
        .config("spark.sql.warehouse.dir", str(folder / "warehouse"))
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    session.sparkContext.setCheckpointDir(str(folder / "checkpoints"))
    return session, SparkAPI(spark_session=session, break_lineage_method="persist")


def _shares(records: Any, model: Model, column: str) -> Any:
    names = [one for one in records[column].unique().to_pylist() if one]
    shares = [model.frequencies[column].get(one, ROWS_LEAST_TF) for one in names]
    return pa.table({column: pa.array(names, pa.string()), f"tf_{column}": pa.array(shares, pa.float64())})


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
    if shutil.which("java") is None:
        print(
            "Spark needs Java 17 or newer (on Debian: apt install openjdk-17-jre-headless).", file=sys.stderr
        )
        return 2
    warnings.simplefilter("ignore")
    records, model = people(wanted.records), current()
    duck, duck_took = by_duckdb(records, model)
    with tempfile.TemporaryDirectory(prefix="plait-spark-") as folder:
        spark, spark_took, start = by_spark(records, model, Path(folder))
    said = f"{len(records):,} records; DuckDB {duck_took:.1f} s, Spark {spark_took:.1f} s after {start:.1f} s of starting"
    figures = parity(duck, spark, said)
    if wanted.json:
        print("\n".join(one.as_json() for one in figures))
    else:
        show(figures, title="One definition on DuckDB and on Spark")
        for pair in sorted(duck.keys() ^ spark.keys())[:5]:
            print("only in one:", pair, duck.get(pair), spark.get(pair))
        for pair in sorted(duck.keys() & spark.keys()):
            if abs(duck[pair][0] - spark[pair][0]) > SAME:
                print("weighs otherwise:", pair, duck[pair], spark[pair])
    return 0 if all(one.holds for one in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
