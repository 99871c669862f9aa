"""Scores of many candidates at once, from levels and the model's weights. Bits; sums are exact (see `model`)."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from plait.matching.definition import COMPARISONS
from plait.matching.guards import Guards, guard
from plait.matching.levels import Levels, compare
from plait.matching.model import Model
from plait.matching.ports import Features
from plait.matching.standardise import Standard

Bits = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Scored:
    """Candidates with their levels, the sum before the guard (`unguarded`), the guard, and the score after it."""

    known: Features
    levels: dict[str, Levels]
    unguarded: Bits
    guards: Guards
    score: Bits


def score(query: Standard, known: Features, model: Model) -> Scored:
    """Compare the query with each candidate."""
    levels = compare(query, known)
    total = np.full(len(known), model.prior)
    for comparison in COMPARISONS:
        level = levels[comparison.name]
        total += model.tables[comparison.name][level]
        if comparison.frequency and (name := getattr(query, comparison.frequency)):
            total[level == 0] += model.commonness(comparison.frequency, name)
    guards = guard(levels)
    after = np.where(guards > 0, np.minimum(total, model.lines.guarded), total)
    return Scored(known, levels, total, guards, after)


def household_evidence(query: Standard, scored: Scored, model: Model) -> Bits:
    """The part of each sum that a whole household shares: the surname (with its commonness) and the address."""
    part = model.tables["place"][scored.levels["place"]]
    surname = scored.levels["surname"]
    part = part + model.tables["surname"][surname]
    if query.surname:
        part[surname == 0] += model.commonness("surname", query.surname)
    return part
