"""Moves: the periods of each household at its addresses, and the names a household uses there."""

from dataclasses import dataclass

import numpy as np

from plait.population import places
from plait.population.chance import Ints, chance, runs
from plait.population.parameters import Parameters
from plait.population.people import Units, day

_BITS = 20  # days since 1970 fit


@dataclass(frozen=True)
class Periods:
    """One row for each time at an address, in order of household and day."""

    unit: Ints
    starts: Ints
    place: Ints
    alias: Ints  # how often this household has taken a new name
    first: Ints  # the row of the household's first period
    borders: Ints  # by household: how many borders it crossed

    def at(self, unit: Ints, when: Ints) -> Ints:
        """The row of a household's address on a day (its first one for any day before)."""
        keys = (self.unit << _BITS) + self.starts
        row = np.searchsorted(keys, (unit << _BITS) + when, side="right") - 1
        return np.maximum(row, np.searchsorted(self.unit, unit, side="left"))


def _carried(value: Ints, fresh: Ints) -> Ints:
    """Each value, or where it is not fresh the last fresh one before it."""
    last = np.maximum.accumulate(np.where(fresh == 1, np.arange(len(value), dtype=np.int64), 0))
    return value[last]


def periods(parameters: Parameters, units: Units, rng: np.random.Generator) -> Periods:
    """Moves come at random at the mean rate of the household's kind, over all its days here."""
    today = day(parameters.today)
    kinds = list(parameters.movers.values())
    days, border, hostel, renames, rename, _ = np.array(
        [(k.days, k.border, k.hostel, k.renames, k.rename_at_border, k.new_first_names) for k in kinds]
    ).T
    span = np.maximum(today - units.starts, 1)
    moves = rng.poisson(span / days[units.mover]).astype(np.int64)
    unit, number = runs(moves + 1)
    kind = units.mover[unit]
    starts = units.starts[unit] + np.where(number > 0, rng.random(len(unit)) * span[unit], 0).astype(np.int64)
    starts = starts[np.lexsort((starts, unit))]
    begins = (number == 0).astype(np.int64)
    crosses = np.where(number > 0, rng.random(len(unit)) < border[kind], 0).astype(np.int64)
    # A step of 1 to the last area, added up, never lands on the area before.
    step = np.where(begins == 1, rng.integers(0, parameters.areas, len(unit)), 0)
    step = np.where(crosses == 1, rng.integers(1, parameters.areas, len(unit)), step)
    summed = np.cumsum(step)
    before = summed - step
    area = (summed - _carried(before, begins)) % parameters.areas
    first = np.maximum.accumulate(np.where(begins == 1, np.arange(len(unit), dtype=np.int64), 0))
    homes = places.homes(len(units.family), parameters.areas)
    home = rng.integers(0, homes, len(unit))
    shared = rng.random(len(unit)) < hostel[kind]
    number_there = np.where(shared, places.HOSTEL + rng.integers(0, places.HOSTELS, len(unit)), home)
    # Within one area a household stays at a hostel or takes a home: a new place at each move.
    place = (area << places.SHIFT) + number_there
    ever = (chance(parameters.seed, 11, np.arange(len(units.family), dtype=np.int64)) < renames[units.mover])[
        unit
    ]
    again = (crosses == 1) & ever & (rng.random(len(unit)) < rename[kind])
    total = np.cumsum(again.astype(np.int64))
    alias = total - total[first]
    borders = np.bincount(unit, weights=crosses, minlength=len(units.family)).astype(np.int64)
    return Periods(unit, starts, place, alias, first, borders)
