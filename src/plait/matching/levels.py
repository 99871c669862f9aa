"""On which level a query stands to each of many candidates, comparison by comparison: the definition's levels, column-wise.

A level is its place in the definition's list; -1 where nothing can be said. Letters are compared once for each distinct value.
"""

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler

from plait.matching import dates, places
from plait.matching.keys import address_hash
from plait.matching.ports import Features
from plait.matching.sounds import alike_by_root, heard
from plait.matching.spelling import parts
from plait.matching.standardise import Standard

Levels = npt.NDArray[np.int8]
UNKNOWN = -1


def _spread(values: Sequence[str], levels: dict[str, int]) -> list[int]:
    return [levels[value] for value in values]


def _distinct(values: Sequence[str]) -> list[str]:
    return [value for value in dict.fromkeys(values) if value]


def _nothing(count: int) -> Levels:
    return np.full(count, UNKNOWN, np.int8)


def forename(query: Standard, known: Features) -> Levels:
    """exact, alike, close, middle, similar, differs."""
    mine = query.forename
    if not mine:
        return _nothing(len(known))
    others = _distinct(known.forename)
    likeness = (
        process.cdist([mine], others, scorer=JaroWinkler.similarity, dtype=np.float64)[0].tolist()
        if others
        else []
    )
    sound = heard(mine)
    by_name = {"": UNKNOWN}
    for other, alike in zip(others, likeness, strict=True):
        if other == mine:
            by_name[other] = 0
        elif heard(other) == sound or alike_by_root(mine, other):
            by_name[other] = 1
        else:
            by_name[other] = 2 if alike >= 0.88 else 4 if alike >= 0.75 else 5
    levels = _spread(known.forename, by_name)
    middle, surname = query.middle, query.surname
    for place, (first, second, last) in enumerate(
        zip(known.forename, known.middle, known.surname, strict=True)
    ):
        if levels[place] >= 0:
            if first == surname and last == mine and first != mine:
                levels[place] = UNKNOWN
            elif levels[place] > 2 and (second == mine or (middle and middle == first)):
                levels[place] = 3
    return np.array(levels, np.int8)


def surname(query: Standard, known: Features) -> Levels:
    """exact, swapped, previous, part, alike, similar, differs."""
    mine = query.surname
    if not mine:
        return _nothing(len(known))
    others = _distinct(known.surname)
    likeness = (
        process.cdist([mine], others, scorer=JaroWinkler.similarity, dtype=np.float64)[0].tolist()
        if others
        else []
    )
    sound, pieces = heard(mine), set(parts(mine))
    by_name = {"": UNKNOWN}
    for other, alike in zip(others, likeness, strict=True):
        if other == mine:
            by_name[other] = 0
        elif not pieces.isdisjoint(parts(other)):
            by_name[other] = 3
        else:
            by_name[other] = 4 if heard(other) == sound or alike >= 0.92 else 5 if alike >= 0.82 else 6
    levels = _spread(known.surname, by_name)
    first_name, before = query.forename, query.previous
    for place, (last, first, previous) in enumerate(
        zip(known.surname, known.forename, known.previous, strict=True)
    ):
        if levels[place] > 0:
            if first_name and first == mine and last == first_name:
                levels[place] = 1
            elif previous == mine or (before and before == last):
                levels[place] = 2
    return np.array(levels, np.int8)


def born(query: Standard, known: Features) -> Levels:
    """exact, default, swapped, slip, two_parts, slips, year, differs."""
    mine = query.born
    if not mine:
        return _nothing(len(known))
    others = _distinct(known.born)
    edits = process.cdist([mine], others, scorer=DamerauLevenshtein.distance)[0].tolist() if others else []
    by_date = {"": UNKNOWN}
    for other, distance in zip(others, edits, strict=True):
        by_date[other] = _date_level(mine, other, distance)
    return np.array(_spread(known.born, by_date), np.int8)


def _date_level(mine: str, other: str, distance: int) -> int:
    one_year = mine[:4] == other[:4]
    if mine == other and not dates.is_default(mine):
        return 0
    if one_year and (dates.is_default(mine) or dates.is_default(other)):
        return 1
    if mine == dates.swapped(other):
        return 2
    if distance <= 1:
        return 3
    if mine[5:] == other[5:] or mine[:7] == other[:7]:
        return 4
    return 5 if distance <= 2 else 6 if one_year else 7


def place(query: Standard, known: Features) -> Levels:
    """address, postcode, sector, outcode, differs."""
    mine, home = query.postcode, address_hash(query)
    if not mine:
        return _nothing(len(known))
    sector, outcode = places.sector(mine), places.outcode(mine)
    by_postcode = {"": UNKNOWN}
    for other in _distinct(known.postcode):
        if other == mine:
            by_postcode[other] = 1
        else:
            near = places.sector(other) == sector
            by_postcode[other] = 2 if near else 3 if places.outcode(other) == outcode else 4
    levels = np.array(_spread(known.postcode, by_postcode), np.int8)
    if home:
        levels[np.array(known.address, np.int64) == home] = 0
    return levels


def _equal(mine: str, others: Sequence[str]) -> Levels:
    if not mine:
        return _nothing(len(others))
    return np.array([UNKNOWN if not other else 0 if other == mine else 1 for other in others], np.int8)


def nhs(query: Standard, known: Features) -> Levels:
    """exact, differs."""
    return _equal(query.nhs, known.nhs)


def upn(query: Standard, known: Features) -> Levels:
    """exact, differs."""
    return _equal(query.upn, known.upn)


def sex(query: Standard, known: Features) -> Levels:
    """exact, differs."""
    return _equal(query.sex, known.sex)


COMPARED: dict[str, Callable[[Standard, Features], Levels]] = {
    "forename": forename,
    "surname": surname,
    "born": born,
    "place": place,
    "nhs": nhs,
    "upn": upn,
    "sex": sex,
}


def compare(query: Standard, known: Features) -> dict[str, Levels]:
    """Every comparison."""
    return {name: by(query, known) for name, by in COMPARED.items()}
