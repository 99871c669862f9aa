"""The night's scoring on Spark, for those who outgrow one machine: the same definition, weights and guards as `batch`.

An extra (`pip install "plait[spark]"`), which needs Java 17 or newer. Held to DuckDB’s
answer, edge by edge, by `./run peers spark`.
"""

import importlib
import importlib.util
import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from splink import Linker

from plait.matching import splink_model
from plait.matching.batch import guard_sql, shares
from plait.matching.crowds import rules_for
from plait.matching.definition import COMPARISONS
from plait.matching.model import Model

MASTER = "local[*]"


class NoSpark(Exception):
    """Spark cannot be used here; the text says what is missing and how to get it."""


def insist() -> None:
    """Raise NoSpark unless pyspark and Java are there."""
    if importlib.util.find_spec("pyspark") is None or importlib.util.find_spec("pandas") is None:
        raise NoSpark('Spark is not installed here. It is an extra: pip install "plait[spark]".')
    home = os.environ.get("JAVA_HOME", "")
    if shutil.which("java") is None and not (home and shutil.which("java", path=f"{home}/bin")):
        raise NoSpark("Spark needs Java 17 or newer (on Debian: apt install openjdk-17-jre-headless).")


def score_all(records: Any, model: Model, *, line: float, master: str = MASTER) -> Any:
    """As `batch.score_all`. `master` is Spark's own word for where it runs; SPARK_HOME's settings hold besides.

    Raises NoSpark where it is not installed, has no Java, or does not start.
    """
    insist()
    with (
        tempfile.TemporaryDirectory(prefix="plait-spark-") as folder,
        _session(Path(folder), master) as session,
    ):
        return edges(session, records, model, line=line, folder=Path(folder))


def edges(session: Any, records: Any, model: Model, *, line: float, folder: Path) -> Any:
    """Edges (one, other, score, guard) by a session that stands. `folder` is one that every worker can read."""
    database = importlib.import_module("splink.backends.spark").SparkAPI(
        spark_session=session, break_lineage_method="persist"
    )

    def known(name: str, rows: Any) -> Any:
        pq.write_table(rows, folder / f"{name}.parquet")
        return database.register(
            session.read.parquet(str(folder / f"{name}.parquet")), dataset_display_name=name
        )

    rules = rules_for(records.column_names)
    settings = splink_model.trained_settings(model, dialect="spark", keep_levels=True, rules=rules)
    linker = Linker(known("records", records), settings, log_level=40)
    for column in (one.frequency for one in COMPARISONS if one.frequency):
        table = known(f"shares_of_{column}", shares(records, model, column))
        linker.table_management.register_term_frequency_lookup(table, column)
    found = linker.inference.predict(threshold_match_weight=line, warning_mode="never")
    guard = guard_sql(model)
    answer = session.sql(
        f"select ref_l one, ref_r other, match_weight score, {guard} guard from {found.physical_name}"  # noqa: S608
    )
    answer.write.parquet(str(folder / "edges"))
    rows = pq.read_table(folder / "edges")
    one, other = (rows[name].to_numpy().astype(np.int64) for name in ("one", "other"))
    return pa.table(
        {
            "one": np.minimum(one, other),
            "other": np.maximum(one, other),
            "score": rows["score"].cast(pa.float64()),
            "guard": rows["guard"].cast(pa.int8()),
        }
    )


@contextmanager
def _session(folder: Path, master: str) -> Iterator[Any]:
    builder = importlib.import_module("pyspark.sql").SparkSession.builder.master(master).appName("plait")
    settings = {
        "spark.ui.enabled": "false",
        "spark.jars": importlib.import_module("splink.backends.spark").similarity_jar_location(),
        "spark.sql.warehouse.dir": str(folder / "warehouse"),
    }
    if master.startswith("local"):
        cores = str(4 * (os.cpu_count() or 1))
        settings |= {
            "spark.driver.host": "127.0.0.1",
            "spark.driver.bindAddress": "127.0.0.1",
            "spark.sql.shuffle.partitions": cores,
            "spark.default.parallelism": cores,
        }
    for name, value in settings.items():
        builder = builder.config(name, value)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            session = builder.getOrCreate()
        except Exception as fault:
            raise NoSpark(f"Spark did not start: {str(fault).strip().splitlines()[0]}") from fault
        try:
            session.sparkContext.setLogLevel("ERROR")
            session.sparkContext.setCheckpointDir(str(folder / "checkpoints"))
            yield session
        finally:
            session.stop()
