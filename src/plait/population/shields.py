"""Identity shields: a person goes on under another identity, which nothing may tie to the one before."""

from dataclasses import fields

import numpy as np

from plait.population.chance import Flags, Ints
from plait.population.naming import NONE, Names
from plait.population.parameters import Parameters
from plait.population.people import CHILD, FATHER, MOTHER, NEVER, YEAR, People, Society, Stays, Units, day

ADOPTION, GENDER, SAFETY = range(3)


def _copies(people: People, rows: Ints) -> People:
    """The people themselves followed by a copy of those rows."""
    return People(
        **{
            field.name: np.concatenate([getattr(people, field.name), getattr(people, field.name)[rows]])
            for field in fields(people)
        }
    )


def shield(
    parameters: Parameters, names: Names, rng: np.random.Generator, society: Society, begin: int
) -> Society:
    """Some children are adopted, some adults have another gender recognised, some take a new name to be safe."""
    people, units, stays = society.people, society.units, society.stays
    today, count = day(parameters.today), len(people.family)
    homes = np.bincount(stays.person, minlength=count)
    plain = (homes == 1) & ~people.held_out & (people.born < today)
    adult = plain & (people.role != CHILD) & (people.born < today - 20 * YEAR)
    small = plain & (people.role == CHILD) & (people.born > begin)
    draw = rng.random(count)
    kind = np.full(count, NONE, dtype=np.int64)
    kind[small & (draw < parameters.adopted)] = ADOPTION
    kind[adult & (draw < parameters.gender_recognised)] = GENDER
    upper = parameters.gender_recognised + parameters.safety_renamed
    kind[adult & (draw >= parameters.gender_recognised) & (draw < upper)] = SAFETY
    stay_of = np.full(count, NONE, dtype=np.int64)
    stay_of[stays.person] = np.arange(len(stays.person), dtype=np.int64)
    earliest = np.where(stay_of != NONE, stays.starts[stay_of], NEVER) + 90
    kind[earliest + 90 >= today] = NONE
    rows = np.flatnonzero(kind != NONE)
    when = earliest[rows] + (rng.random(len(rows)) * (today - 60 - earliest[rows])).astype(np.int64)
    made, new = _copies(people, rows), np.arange(count, count + len(rows), dtype=np.int64)
    made.was[new], made.shield[new] = rows, kind[rows]
    made.changed[new] = made.changed_again[new] = NEVER

    adoption, gender, safety = (kind[rows] == which for which in (ADOPTION, GENDER, SAFETY))
    unit = stays.unit[stay_of[rows]]
    unit = np.where(adoption, _adopt(made, rng, names, new, adoption, society), unit)
    made.female[new[gender]] = 1 - made.female[new[gender]]
    renamed = gender | safety | (adoption & (rng.random(len(rows)) < 0.6))
    who = new[renamed]
    made.first[who] = names.first(made.culture[who], made.female[who], rng.random(len(who)))
    made.middle[who] = NONE
    hidden = new[safety]
    made.surname[hidden] = names.surname(made.culture[hidden], rng.random(len(hidden)))
    made.second[hidden] = NONE
    flat = len(units.family) + np.cumsum(safety) - 1
    unit = np.where(safety, flat, unit)
    units = Units(
        np.concatenate([units.family, made.family[hidden]]),
        np.concatenate([units.mover, np.zeros(len(hidden), dtype=np.int64)]),
        np.concatenate([units.starts, when[safety]]),
    )
    stays.ends[stay_of[rows]] = when
    stays = Stays(
        np.concatenate([stays.person, new]),
        np.concatenate([stays.unit, unit]),
        np.concatenate([stays.starts, when]),
        np.concatenate([stays.ends, np.full(len(rows), NEVER, dtype=np.int64)]),
    )
    return Society(made, units, stays)


def _adopt(
    made: People, rng: np.random.Generator, names: Names, new: Ints, adoption: Flags, society: Society
) -> Ints:
    """Couples who adopt: the child takes their surname and lives with them. Answers the household of each row."""
    old = society.people
    couple = np.unique(old.family[old.role == FATHER])
    mothers = np.full(int(old.family.max()) + 1, NONE, dtype=np.int64)
    fathers = mothers.copy()
    mothers[old.family[old.role == MOTHER]] = np.flatnonzero(old.role == MOTHER)
    fathers[old.family[old.role == FATHER]] = np.flatnonzero(old.role == FATHER)
    home = couple[rng.integers(0, len(couple), len(new))]
    own = home == made.family[new]
    home[own] = couple[(np.searchsorted(couple, home[own]) + 1) % len(couple)]
    who = new[adoption]
    parents = home[adoption]
    made.family[who] = parents
    made.mother[who], made.father[who] = mothers[parents], fathers[parents]
    made.surname[who] = made.surname[fathers[parents]]
    made.second[who] = NONE
    return home
