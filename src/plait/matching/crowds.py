"""Stand-ins: records that are thousands alike because somebody typed "Test Child, 2 February 2000" when nothing was known.

Compared each with each they would keep a night busy for ever and join a crowd into one person. So a fact that a crowd shares
brings nobody together: not in a batch, where that rule passes the crowd by, and not when a record joins by itself. What else a
record says (a number, a home) still counts, and nothing is left out unsaid.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from plait.matching.columns import Coded
from plait.matching.definition import BLOCKING
from plait.matching.score import Scored

MOST_TOGETHER = (
    3_000  # records that one rule's facts may bring together; the largest found among a million was far below
)
MOST_NAMESAKES = 100  # records of one name and date of birth; no person had half as many
_PAIR = re.compile(r"l\.(\w+) = r\.(\w+)")
_OPEN = "open_{}"
_WORDS = {
    "forename": "first name", "forename_sound": "sound of the first name", "surname": "last name", "address": "address",
    "surname_sound": "sound of the last name", "born": "date of birth", "born_swapped": "date of birth", "upn": "pupil number",
    "year": "year of birth", "birthday": "birthday", "outcode": "outcode", "postcode": "postcode", "nhs": "NHS number",
}  # fmt: skip


def pass_crowds_by(records: Any, *, most: int = MOST_TOGETHER) -> tuple[Any, str]:
    """Splink's table, with a column for each blocking rule that a crowd would fill, and a sentence that says so (or nothing)."""
    coded: dict[str, Coded] = {}
    heavy: dict[str, npt.NDArray[np.bool_]] = {}
    alike: dict[str, None] = {}
    crowds = np.zeros(len(records), np.bool_)
    for number, rule in enumerate(BLOCKING):
        columns = [column for column, _ in _PAIR.findall(rule)]
        for column in columns:
            if column not in coded:
                coded[column] = _of(records[column])
                heavy[column] = _heavy(coded[column].codes_or(-1), most)
        rows = np.flatnonzero(np.logical_and.reduce([heavy[column] for column in columns]))
        crowd = rows[_heavy(_together([coded[column] for column in columns], rows), most)]
        if len(crowd):
            crowds[crowd] = True
            alike[" and ".join(_WORDS[column] for column in columns)] = None
            passed = np.ones(len(records), np.bool_)
            passed[crowd] = False
            records = records.append_column(_OPEN.format(number), pa.array(passed))
    if not alike:
        return records, ""
    return records, (
        f"{int(crowds.sum()):,} records look like stand-ins: of each, more than {most:,} agree ({'; '.join(alike)}). "
        "They were not compared by that alone"
    )


def rules_for(columns: Iterable[str]) -> Iterator[str]:
    """The blocking rules, as a table with these columns takes them."""
    there = set(columns)
    for number, rule in enumerate(BLOCKING):
        name = _OPEN.format(number)
        yield f"{rule} and l.{name}" if name in there else rule


def standing_in(scored: Scored) -> npt.NDArray[np.bool_]:
    """Which of the candidates only share a name that stands in for nobody: a crowd of the same names, with no other date of birth
    and no number in common."""
    levels = scored.levels
    number = (levels["nhs"] == 0) | (levels["upn"] == 0)
    same = (levels["forename"] == 0) & (levels["surname"] == 0) & (levels["born"] <= 0) & ~number
    return same if int(same.sum()) > MOST_NAMESAKES else np.zeros(len(same), np.bool_)


def _of(column: Any) -> Coded:
    return Coded.of(column.cast(pa.string()) if not pa.types.is_string(column.type) else column)


def _heavy(codes: npt.NDArray[np.int64], most: int) -> npt.NDArray[np.bool_]:
    """Which rows hold a code that more than `most` rows hold; -1 is none."""
    counts = np.bincount(codes + 1, minlength=1)
    counts[0] = 0
    found: npt.NDArray[np.bool_] = counts[codes + 1] > most
    return found


def _together(columns: list[Coded], rows: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """For each row a number that it shares with those that hold the same in every column."""
    found = np.zeros(len(rows), np.int64)
    for column in columns:
        _, found = np.unique(found * len(column.values) + column.codes[rows], return_inverse=True)
    return found.astype(np.int64)
