"""Parquet files of a population."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from plait.population.chance import Column


def write(folder: Path, **tables: dict[str, Column]) -> None:
    """One file a table. Texts become strings, also where every one of them is empty."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, columns in tables.items():
        arrays = {
            column: pa.array(values, type=pa.string() if values.dtype == object else None)
            for column, values in columns.items()
        }
        pq.write_table(pa.table(arrays), folder / f"{name}.parquet")
