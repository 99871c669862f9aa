"""NHS numbers of the 999 test range and unique pupil numbers of invented authorities: both with true check digits."""

from dataclasses import dataclass

import numpy as np

from plait.population.chance import Ints, Texts
from plait.population.people import CHILD, People

# The test range holds about 909,000 valid numbers; with more people than that, only so many have one.
_STOCK = 10**6
_UPN_LETTERS = np.array(list("ABCDEFGHJKLMNPQRTUVWXYZ"), dtype=object)


@dataclass(frozen=True)
class Numbers:
    nhs: Texts  # by person; empty where there is none
    upn: Texts


def _digits(numbers: Ints, count: int) -> Ints:
    return (numbers[:, None] // 10 ** np.arange(count - 1, -1, -1, dtype=np.int64)) % 10


def nhs_numbers(wanted: int, rng: np.random.Generator) -> Texts:
    """Up to `wanted` different valid numbers that begin with 999, in random order; fewer when the range is used up."""
    body = rng.permutation(_STOCK).astype(np.int64) + 999 * _STOCK
    check = 11 - (_digits(body, 9) * np.arange(10, 1, -1)).sum(axis=1) % 11
    valid = check != 10
    full = (body[valid] * 10 + check[valid] % 11)[:wanted]
    return np.array([str(number) for number in full.tolist()], dtype=object)


def upns(count: int, born: Ints, rng: np.random.Generator) -> Texts:
    """A different unique pupil number each: check letter, authority 001 to 015, establishment, year, serial."""
    serial = rng.permutation(count).astype(np.int64)
    year = (1970 + born // 365 + 5) % 100
    authority, school = serial % 15 + 1, 2000 + serial // 15 // 1000 % 8000
    number = ((authority * 10**4 + school) * 100 + year) * 1000 + serial // 15 % 1000
    letter = (_digits(number, 12) * np.arange(2, 14)).sum(axis=1) % 23
    return np.array(
        [f"{mark}{value:012d}" for mark, value in zip(_UPN_LETTERS[letter], number.tolist(), strict=True)],
        dtype=object,
    )


def numbers(people: People, rng: np.random.Generator) -> Numbers:
    """Everybody has an NHS number, children have a UPN; a person behind an identity shield has new ones."""
    total = len(people.family)
    given = nhs_numbers(total, rng)
    nhs = np.full(total, "", dtype=object)
    holders = rng.permutation(total)[: len(given)]
    nhs[holders] = given
    upn = np.full(total, "", dtype=object)
    children = np.flatnonzero(people.role == CHILD)
    upn[children] = upns(len(children), people.born[children], rng)
    return Numbers(nhs, upn)
