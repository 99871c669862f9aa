"""Contacts: when each agency meets a household, and which of its people get a record each time."""

from dataclasses import dataclass

import numpy as np

from plait.population.chance import Flags, Ints, chance, runs
from plait.population.details import World
from plait.population.parameters import AGENCIES
from plait.population.people import CHILD, MOTHER, YEAR

_NEWBORN = 14  # days
_EXPECTED = 200  # days before a birth that an unborn child may be known


@dataclass
class Contacts:
    """One row for each record that was made: whom, by which agency, at which contact, on which day."""

    agency: Ints  # index in AGENCIES
    contact: Ints
    person: Ints
    unit: Ints
    when: Ints
    again: Flags  # a second record of the same contact, under another number


@dataclass
class _Meetings:
    agency: Ints
    unit: Ints
    when: Ints
    birth: Flags  # only the mother and the baby, or the unborn


def _regular(world: World, agency: int, rng: np.random.Generator) -> _Meetings:
    units, today = world.society.units, world.today
    rates = world.parameters.agencies[AGENCIES[agency]]
    people, stays = world.society.people, world.society.stays
    count = len(units.family)
    children = np.bincount(stays.unit[people.role[stays.person] == CHILD], minlength=count) > 0
    evasive = np.array([mover.renames > 0 for mover in world.parameters.movers.values()])[units.mover]
    knows = np.where(children, rates.knows, rates.knows_childless)
    knows = np.where(evasive, np.where(children, rates.knows_evasive, rates.knows_childless), knows)
    span = np.maximum(today - units.starts, 1)
    more = rng.poisson(rates.again_at_border * world.periods.borders + rates.again_a_year * span / YEAR)
    meetings = np.where(rng.random(count) < knows, 1 + np.minimum(more, 8), 0).astype(np.int64)
    unit, _ = runs(meetings)
    # Later days are likelier: old contacts have been weeded.
    when = units.starts[unit] + (np.sqrt(rng.random(len(unit))) * span[unit]).astype(np.int64)
    return _Meetings(np.full(len(unit), agency, dtype=np.int64), unit, when, np.zeros(len(unit), dtype=bool))


def _births(world: World, agency: int, share: float, rng: np.random.Generator) -> _Meetings:
    """Health and social care meet some mothers around a birth, and those of the unborn before it."""
    people, stays, today = world.society.people, world.society.stays, world.today
    child = (people.role[stays.person] == CHILD) & (people.mother[stays.person] >= 0)
    child &= people.was[stays.person] < 0
    born = people.born[stays.person]
    recent = child & (born > stays.starts - 1) & (stays.starts <= born) & (born <= today)
    recent &= rng.random(len(born)) < share
    expected = child & (born > today) & (rng.random(len(born)) < share * 4)
    rows = np.flatnonzero(recent | expected)
    when = np.minimum(
        born[rows] + rng.integers(0, _NEWBORN - 2, len(rows)), today - rng.integers(0, 60, len(rows))
    )
    when = np.where(recent[rows], np.minimum(born[rows] + rng.integers(0, 12, len(rows)), today), when)
    return _Meetings(
        np.full(len(rows), agency, dtype=np.int64), stays.unit[rows], when, np.ones(len(rows), dtype=bool)
    )


def _join(meetings: list[_Meetings]) -> _Meetings:
    return _Meetings(
        np.concatenate([part.agency for part in meetings]),
        np.concatenate([part.unit for part in meetings]),
        np.concatenate([part.when for part in meetings]),
        np.concatenate([part.birth for part in meetings]),
    )


def _present(world: World, met: _Meetings) -> tuple[Ints, Ints]:
    """Who lived in the household on the day of each contact: rows of contacts, and persons."""
    stays, people = world.society.stays, world.society.people
    order = np.lexsort((stays.person, stays.unit))
    unit = stays.unit[order]
    first = np.searchsorted(unit, met.unit, side="left")
    counts = np.searchsorted(unit, met.unit, side="right") - first
    contact, number = runs(counts.astype(np.int64))
    stay = order[first[contact] + number]
    person, when = stays.person[stay], met.when[contact]
    born, birth = people.born[person], met.birth[contact]
    there = (stays.starts[stay] <= when) & (when < stays.ends[stay])
    there &= (born <= when) & ~birth | (
        birth & ((people.role[person] == MOTHER) | ((born > when - _NEWBORN) & (born < when + _EXPECTED)))
    )
    # An unborn child has no stay yet: it is where its mother is.
    unborn = birth & (born > when) & (born < when + _EXPECTED) & (born > world.today)
    keep = (there | unborn) & ~people.held_out[person]
    return contact[keep], person[keep]


def contacts(world: World, rng: np.random.Generator) -> Contacts:
    """All records to be made, in no telling order."""
    p, people = world.parameters, world.society.people
    parts = [_regular(world, agency, rng) for agency in range(len(AGENCIES))]
    parts += [_births(world, 0, 0.12, rng), _births(world, 2, 0.02, rng)]
    met = _join(parts)
    contact, person = _present(world, met)
    agency, when = met.agency[contact], met.when[contact]
    rates = [p.agencies[name] for name in AGENCIES]
    child = (people.role[person] == CHILD) & (when - people.born[person] < 18 * YEAR)
    share = np.where(
        child, np.array([r.child for r in rates])[agency], np.array([r.adult for r in rates])[agency]
    )
    age = (when - people.born[person]) / YEAR
    school = (agency == AGENCIES.index("education")) & (people.role[person] == CHILD)
    share = np.where(school & ((age < 4) | (age >= 17)), 0, share)
    share = np.where((agency == AGENCIES.index("police")) & (age < 10), share * 0.5, share)
    # An agency that once held a person mostly holds them again: the same chance for each contact with them.
    kept = chance(p.seed, 31, person, agency) < share
    contact, person, agency, when = contact[kept], person[kept], agency[kept], when[kept]
    copies = 1 + (rng.random(len(person)) < np.array([r.duplicates for r in rates])[agency]).astype(np.int64)
    row, number = runs(copies)
    made = Contacts(agency[row], contact[row], person[row], met.unit[contact][row], when[row], number > 0)
    order = rng.permutation(len(row))
    return Contacts(
        made.agency[order],
        made.contact[order],
        made.person[order],
        made.unit[order],
        made.when[order],
        made.again[order],
    )
