"""What somebody asks: true details of a known person with one thing about them gone wrong, and people nobody knows.

A query never carries a number; who has one needs no comparison. It knows the middle name of two people in five."""

import numpy as np

from plait.population import places, slips
from plait.population.chance import Column, Flags, Ints, Texts, runs
from plait.population.details import World
from plait.population.naming import NONE
from plait.population.people import CHILD
from plait.population.records import FIELDS

KINDS = (
    "exact", "moved", "phonetic", "typo", "nickname", "dob_wrong", "moved_renamed", "no_dob", "name_only",
)  # fmt: skip
_MIDDLE = 0.4
_MANGLED = 0.1  # of first names, and of dates, in a family's query
_LEFT_OUT = 0.12  # of a family's members, while two are left
_SLIPS = {"phonetic": slips.phonetic, "typo": slips.typo, "nickname": slips.nickname}
Columns = dict[str, Column]


def new_addresses(world: World, rng: np.random.Generator, count: int, old: Texts) -> tuple[Texts, Texts]:
    """Addresses elsewhere, mostly in another area, at which the person was never seen."""
    homes = places.homes(len(world.society.units.family), world.parameters.areas)
    area = rng.integers(0, world.parameters.areas, count)
    street, postcode = places.addresses((area << places.SHIFT) + rng.integers(0, homes, count))
    again = np.asarray(postcode == old, dtype=np.bool_)
    if again.any():
        street[again], postcode[again] = new_addresses(world, rng, int(again.sum()), old[again])
    return street, postcode


def _as_asked(found: dict[str, Texts], rng: np.random.Generator) -> dict[str, Texts]:
    count = len(found["forename"])
    for field in ("nhs_number", "upn", "previous_surname"):
        found[field] = np.full(count, "", dtype=object)
    found["middle"][rng.random(count) > _MIDDLE] = ""
    return found


def _with_truth(found: dict[str, Texts], kind: str, person: Ints, unit: Ints, culture: Ints) -> Columns:
    count = len(person)
    return {
        "query_id": np.arange(count, dtype=np.int64),
        "kind": np.full(count, kind, dtype=object),
        "truth_person_id": person,
        "truth_household_id": unit,
        "culture": culture.astype(np.int8),
        **{field: found[field] for field in FIELDS},
    }


def _slipped(values: Texts, how: slips.Slip, rng: np.random.Generator) -> Texts:
    numbers = rng.integers(0, 2**31, len(values)).tolist()
    after = np.empty(len(values), dtype=object)
    after[:] = [how(value, number) if value else value for value, number in zip(values, numbers, strict=True)]
    return after


def _renamed(world: World, rng: np.random.Generator, culture: Ints, female: Ints, old: Texts) -> Texts:
    """Another surname of the same culture."""
    new = world.written(world.names.surname(culture, rng.random(len(culture))), female)
    again = np.asarray(new == old, dtype=np.bool_)
    if again.any():
        new[again] = _renamed(world, rng, culture[again], female[again], old[again])
    return new


def changed(
    world: World, kind: str, found: dict[str, Texts], person: Ints, rng: np.random.Generator
) -> tuple[dict[str, Texts], Flags]:
    """The details with what this kind of query has wrong, and for which of them that could be done."""
    people, count = world.society.people, len(person)
    fit = np.asarray((found["forename"] != "") & (found["born_on"] != ""), dtype=np.bool_)
    if kind in _SLIPS:
        both = np.asarray(found["surname"] != "", dtype=np.bool_) & (rng.random(count) < 0.5)
        for field, rows in (
            ("forename", ~both | (kind == "nickname")),
            ("surname", both & (kind != "nickname")),
        ):
            before = found[field][rows]
            found[field][rows] = _slipped(before, _SLIPS[kind], rng)
            fit[rows] &= np.asarray(found[field][rows] != before, dtype=np.bool_)
    if kind == "dob_wrong":
        before = found["born_on"].copy()
        swap = rng.random(count) < 0.3
        found["born_on"][fit & swap] = _slipped(before[fit & swap], slips.day_month, rng)
        rest = fit & (found["born_on"] == before)
        found["born_on"][rest] = _slipped(before[rest], slips.date_digit, rng)
        fit &= np.asarray(found["born_on"] != before, dtype=np.bool_)
    if kind in ("moved", "moved_renamed"):
        found["street"], found["postcode"] = new_addresses(world, rng, count, found["postcode"])
    if kind == "moved_renamed":
        culture, female = people.culture[person], people.female[person]
        found["surname"] = _renamed(world, rng, culture, female, found["surname"])
    if kind in ("no_dob", "name_only"):
        found["born_on"] = np.full(count, "", dtype=object)
    if kind == "name_only":
        for field in ("street", "postcode"):
            found[field] = np.full(count, "", dtype=object)
        found["sex"] = np.full(count, "0", dtype=object)
    return found, fit


def ask(
    world: World, kind: str, base: tuple[Ints, Ints, Ints, Ints], n: int, rng: np.random.Generator
) -> Columns:
    """`n` queries of a kind about people whose (person, household, period, day) are given in random order.

    ValueError when there are not so many of them to whom this can happen."""
    if kind not in (*KINDS, "stranger", "unknown"):
        raise ValueError(f"There is no kind of query named {kind!r}; there are {', '.join(KINDS)}.")
    person, unit, period, when = base
    found = _as_asked(world.details(person, period, when), rng)
    found, fit = changed(world, kind, found, person, rng)
    rows = np.flatnonzero(fit)[:n]
    if len(rows) < n:
        raise ValueError(f"Only {len(rows)} people for {n} queries of the kind {kind}: make more people.")
    culture = world.society.people.culture[person[rows]]
    return _with_truth(
        {name: column[rows] for name, column in found.items()}, kind, person[rows], unit[rows], culture
    )


def today(world: World, rng: np.random.Generator, which: Flags) -> tuple[Ints, Ints, Ints, Ints]:
    """Where those people are today, in random order: person, household, period, day."""
    stays = world.society.stays
    now = world.today
    rows = rng.permutation(np.flatnonzero((stays.starts <= now) & (stays.ends > now) & which[stays.person]))
    person, unit = stays.person[rows], stays.unit[rows]
    when = np.full(len(rows), now, dtype=np.int64)
    return person, unit, world.periods.at(unit, when), when


def families(world: World, n: int, rng: np.random.Generator, known: Flags) -> Columns:
    """Whole families that have moved and taken a new name, some first names and dates of theirs mangled.

    One row a member; `query_id` is the same for a family. At least two members and one child, at least two of them known."""
    stays, people, now = world.society.stays, world.society.people, world.today
    rows = np.flatnonzero((stays.starts <= now) & (stays.ends > now) & ~people.held_out[stays.person])
    rows = rows[np.lexsort((stays.person[rows], stays.unit[rows]))]
    count = len(world.society.units.family)
    unit = stays.unit[rows]
    seen = np.bincount(unit[known[stays.person[rows]]], minlength=count)
    children = np.bincount(unit[people.role[stays.person[rows]] == CHILD], minlength=count)
    chosen = rng.permutation(np.flatnonzero((seen >= 2) & (children >= 1)))[:n]
    if len(chosen) < n:
        raise ValueError(f"Only {len(chosen)} families for {n} queries: make more people.")
    first = np.searchsorted(unit, chosen, side="left")
    query, number = runs(np.searchsorted(unit, chosen, side="right").astype(np.int64) - first)
    stay = rows[first[query] + number]
    kept = known[stays.person[stay]] & (number < 6)
    order = np.cumsum(kept) - 1
    order -= np.maximum.accumulate(np.where(number == 0, order - kept + 1, 0))
    kept &= (order < 2) | (rng.random(len(stay)) > _LEFT_OUT)
    query, stay = query[kept], stay[kept]
    person, home = stays.person[stay], stays.unit[stay]
    when = np.full(len(stay), now, dtype=np.int64)
    found = _as_asked(world.details(person, world.periods.at(home, when), when), rng)
    # One new address and one new surname for the whole family, in the way of the first member's people.
    old = found["postcode"][np.searchsorted(query, np.arange(n))]
    street, postcode = new_addresses(world, rng, n, old)
    found["street"], found["postcode"] = street[query], postcode[query]
    lead = people.culture[person][np.searchsorted(query, np.arange(n))]
    surname = world.names.surname(lead, rng.random(n))
    found["surname"] = world.written(surname[query], people.female[person])
    slip = np.flatnonzero(rng.random(len(stay)) < _MANGLED)
    found["forename"][slip] = _slipped(found["forename"][slip], slips.typo, rng)
    dates = np.flatnonzero(rng.random(len(stay)) < _MANGLED)
    found["born_on"][dates] = _slipped(found["born_on"][dates], slips.date_digit, rng)
    asked = _with_truth(found, "family", person, home, people.culture[person])
    asked["query_id"] = query
    return asked


def nobody(columns: Columns) -> Columns:
    """The same queries, about people of another world: there is no true answer here."""
    for name in ("truth_person_id", "truth_household_id"):
        columns[name] = np.full(len(columns[name]), NONE, dtype=np.int64)
    return columns
