"""The shapes of a society: its people, its households, and who lives where from when to when."""

from dataclasses import dataclass

import numpy as np

from plait.population.chance import Flags, Ints

MOTHER, FATHER, PARTNER, CARER, CHILD = range(5)
ROLES = ("mother", "father", "partner", "carer", "child")
NEVER = 10**7  # a day after all days
YEAR = 365.25
SHIELDS = ("adoption", "gender recognition", "name changed for safety")


def day(when: object) -> int:
    """Days since 1970-01-01."""
    return int(np.datetime64(str(when), "D").astype(np.int64))


@dataclass
class People:
    """One row a person (the row is the person id). Names are codes of the vocabulary, NONE where there is none."""

    family: Ints
    role: Ints
    culture: Ints
    female: Ints
    born: Ints
    first: Ints
    middle: Ints
    surname: Ints  # at birth
    second: Ints  # the second half of a double surname
    changed: Ints  # the day of the first change of surname, or NEVER; then its names
    changed_surname: Ints
    changed_again: Ints
    again_surname: Ints
    mother: Ints  # person, or NONE
    father: Ints
    single: Flags  # one name only
    held_out: Flags
    was: Ints  # the person before an identity shield, or NONE
    shield: Ints  # index in SHIELDS, or NONE


@dataclass
class Stays:
    """Who lives in which household (unit), from a day up to a day."""

    person: Ints
    unit: Ints
    starts: Ints
    ends: Ints


@dataclass
class Units:
    """Households: those of families first, then those of people who live apart. `mover` is an index of the movers."""

    family: Ints
    mover: Ints
    starts: Ints


@dataclass
class Society:
    people: People
    units: Units
    stays: Stays
