"""Sets that others made and published, made plain for this engine. Where each came from and its licence: `data/NOTICE.md`."""

import csv
import re
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from plait.matching.columns import Coded
from plait.matching.splink_table import table
from plait.matching.standardise import Standards, standardise_columns

DATA = Path(__file__).with_name("data")
_RANKS = frozenset(
    "baron baroness earl viscount viscountess duke duchess baronet bt marquess marquis count countess lord of and the de "
    "jr sr kt king queen prince princess sir lady dame rev dr captain general admiral colonel".split()
)
_APART = re.compile(r"[\s,]+")


@dataclass(frozen=True, slots=True)
class PublicSet:
    """Records as Splink reads them (`ref` is their place), the plain ones, and whose each truly is, as whole numbers."""

    records: Any
    plain: Standards
    truth: npt.NDArray[np.int64]


def historical() -> PublicSet:
    """50,578 records of 5,156 people of the past, with slips put in. Ranks are left out of their names; a second family name
    (`Clifford`, of a Baron Clifford of Chudleigh) stands as a previous surname. Dates before 1880, which Plait takes for slips,
    are read. Birthplace and occupation are columns beside ours."""
    rows = pq.read_table(DATA / "historical_figures_with_errors_50k.parquet")
    first, last, other, middle = _names(
        *(rows[one].to_pylist() for one in ("full_name", "first_name", "surname"))
    )
    said = {
        "forename": first,
        "surname": last,
        "previous_surname": other,
        "middle": middle,
        "sex": rows["gender"],
        "postcode": rows["postcode_fake"],
        "street": rows["birth_place"],
    }
    plain = replace(standardise_columns(said), born=Coded.of(rows["dob"]).map(_born))
    records = table(plain, np.arange(len(plain)))
    for column in ("birth_place", "occupation"):
        records = records.append_column(column, rows[column].combine_chunks())
    return PublicSet(records, plain, _whose(rows["cluster"].to_pylist()))


def fake_1000() -> tuple[PublicSet, dict[tuple[int, int], bool]]:
    """1,000 invented people with duplicates, and what a clerk said of pairs of them (by place: one person or not)."""
    with (DATA / "fake_1000.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    with (DATA / "fake_1000_labels.csv").open(encoding="utf-8") as file:
        labels = {
            (int(one["unique_id_l"]), int(one["unique_id_r"])): float(one["clerical_match_score"]) >= 0.5
            for one in csv.DictReader(file)
        }
    said = {
        "forename": [one["first_name"] for one in rows],
        "surname": [one["surname"] for one in rows],
        "born_on": [one["dob"] for one in rows],
    }
    plain = standardise_columns(said)
    records = table(plain, np.arange(len(plain)))
    for column in ("city", "email"):
        records = records.append_column(column, pa.array([one[column] or None for one in rows], pa.string()))
    assert [int(one["unique_id"]) for one in rows] == list(range(len(rows)))
    return PublicSet(records, plain, _whose([one["cluster"] for one in rows])), labels


def _whose(names: list[str]) -> npt.NDArray[np.int64]:
    return np.unique(names, return_inverse=True)[1].astype(np.int64)


def _born(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return ""


def _names(
    whole: list[str], firsts: list[str], lasts: list[str]
) -> tuple[list[str], list[str], list[str], list[str]]:
    found: tuple[list[str], list[str], list[str], list[str]] = ([], [], [], [])
    for full, first, last in zip(whole, firsts, lasts, strict=True):
        words = [one for one in _APART.split((full or "").lower()) if len(one) > 1 and one not in _RANKS]
        words = [one for one in dict.fromkeys(words) if one != first and not one[0].isdigit()]
        others = [one for one in words if one != last]
        surname = last or (words[-1] if words else "")
        rest = (others[-1] if others and last else "", others[0] if others else "")
        for column, value in zip(found, (first or "", surname, *rest), strict=True):
            column.append(value)
    return found
