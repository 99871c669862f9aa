"""Records: what each agency wrote down at each contact, its own numbers for people, and until when that held."""

from dataclasses import dataclass

import numpy as np

from plait.population import places
from plait.population.chance import Column, Flags, Ints, Texts
from plait.population.contacts import Contacts
from plait.population.details import World, iso
from plait.population.errors import Fault, Mangler
from plait.population.naming import NONE
from plait.population.parameters import AGENCIES, Agency
from plait.population.people import NEVER, day

_PREFIX = ("HE", "ED", "SC", "PO", "HO")
FIELDS = (
    "forename", "middle", "surname", "previous_surname", "born_on", "sex", "nhs_number", "upn", "street", "postcode",
)  # fmt: skip


@dataclass
class Records:
    """The columns, and beside them what only the truth knows of each row."""

    columns: dict[str, Column]
    faults: Ints
    contact: Ints
    period: Ints  # the true address at the contact
    when: Ints
    again: Flags
    code: Ints  # one for each number of an agency


def _numbers(made: Contacts, area: Ints) -> tuple[Texts, Ints]:
    """An agency's own number for a person: one in each area, and another for each second record. And its code."""
    again = np.where(made.again, made.contact + 1, 0)
    order = np.lexsort((again, area, made.agency, made.person))
    keys = np.stack([made.person[order], made.agency[order], area[order], again[order]])
    changes = np.ones(len(order), dtype=np.int64)
    changes[1:] = (keys[:, 1:] != keys[:, :-1]).any(axis=0)
    code = np.empty(len(order), dtype=np.int64)
    code[order] = np.cumsum(changes) - 1
    distinct = int(code.max()) + 1 if len(code) else 0
    # Numbered in the order of the rows, which is random, so that a number tells nothing of the family.
    first = np.full(distinct, len(code), dtype=np.int64)
    np.minimum.at(first, code, np.arange(len(code), dtype=np.int64))
    rank = np.empty(distinct, dtype=np.int64)
    rank[np.argsort(first)] = np.arange(distinct, dtype=np.int64)
    texts = np.empty(distinct, dtype=object)
    owner = first
    texts[:] = [
        f"{_PREFIX[agency]}-{places.AREAS[where]}-{number:07d}"
        for agency, where, number in zip(
            made.agency[owner].tolist(), area[owner].tolist(), rank.tolist(), strict=True
        )
    ]
    return texts[code], code


def _until(code: Ints, when: Ints) -> Ints:
    """The day of the next version under the same number, or NEVER."""
    order = np.lexsort((when, code))
    until = np.full(len(code), NEVER, dtype=np.int64)
    same = code[order][1:] == code[order][:-1]
    until[order[:-1][same]] = when[order[1:][same]]
    return until


def _rate(agency: Ints, field: str, agencies: dict[str, Agency]) -> Column:
    return np.array([float(getattr(agencies[name], field)) for name in AGENCIES])[agency]


def _blank(
    columns: dict[str, Texts], made: Contacts, agencies: dict[str, Agency], rng: np.random.Generator
) -> Flags:
    """What an agency does not hold, or did not ask. Answers where a date, an address or a sex is missing."""
    count = len(made.agency)
    lost = np.zeros(count, dtype=bool)

    def without(share: Column, *fields: str) -> Flags:
        rows = rng.random(count) < share
        for field in fields:
            columns[field][rows] = ""
        return np.asarray(rows, dtype=np.bool_)

    without(1 - _rate(made.agency, "nhs_number", agencies), "nhs_number")
    without(1 - _rate(made.agency, "upn", agencies), "upn")
    without(_rate(made.agency, "no_middle", agencies), "middle")
    without(1 - _rate(made.agency, "notes_previous_surname", agencies), "previous_surname")
    lost |= without(_rate(made.agency, "no_born_on", agencies), "born_on")
    lost |= without(_rate(made.agency, "no_postcode", agencies), "postcode", "street")
    sex = rng.random(count) < _rate(made.agency, "no_sex", agencies)
    columns["sex"][sex] = np.where(rng.random(int(sex.sum())) < 0.5, "0", "9")
    return lost | sex


def _borrowed(world: World, person: Ints) -> Texts:
    """The number that may be written by mistake: a child's mother's, the next person's in the family."""
    people = world.society.people
    other = np.minimum(person + 1, len(people.family) - 1)
    other = np.where(people.family[other] == people.family[person], other, np.maximum(person - 1, 0))
    other = np.where(people.mother[person] != NONE, people.mother[person], other)
    same = people.family[other] == people.family[person]
    return np.where(same, world.numbers.nhs[other], "")


def records(world: World, made: Contacts, rng: np.random.Generator) -> Records:
    """Write the records of all contacts: true details, then stale ones, gaps and errors."""
    p, people = world.parameters, world.society.people
    count = len(made.agency)
    period = world.periods.at(made.unit, made.when)
    area = places.area_of(world.periods.place[period])
    stale = (rng.random(count) < _rate(made.agency, "stale", p.agencies)) & (
        period > world.periods.first[period]
    )
    shown = np.where(stale, period - 1, period)
    as_of = np.where(stale, world.periods.starts[period] - 1, made.when)
    as_of = np.where(people.born[made.person] > as_of, made.when, as_of)
    columns = world.details(made.person, shown, as_of)
    mangler = Mangler(columns, _rate(made.agency, "careless", p.agencies), p.errors, rng)
    age = made.when - people.born[made.person]
    begin = day(p.today) - round(p.years * 365.25)
    incomer = world.society.units.starts[people.family[made.person]] > begin
    previous = columns["previous_surname"].copy()
    lost = _blank(columns, made, p.agencies, rng)
    faults = mangler.run((age >= 0) & (age < 14), incomer, _borrowed(world, made.person), previous)
    faults |= np.where(stale, int(Fault.STALE), 0) | np.where(lost, int(Fault.MISSING), 0)
    number, code = _numbers(made, area)
    kinds = np.array(AGENCIES, dtype=object)
    full: dict[str, Column] = {
        "record_id": np.arange(count, dtype=np.int64),
        "person_id": made.person,
        "household_id": made.unit,
        "culture": people.culture[made.person].astype(np.int8),
        "agency": kinds[made.agency],
        "agency_record": number,
        **{field: columns[field] for field in FIELDS},
        "valid_from": iso(made.when),
        "valid_to": iso(_until(code, made.when)),
    }
    return Records(full, faults, made.contact, period, made.when, made.again, code)
