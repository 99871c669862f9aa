"""Keys that bring a person's records together: each is a few facts hashed into one 64-bit number.

A record is filed under its own facts; a query asks for its own facts and those that slips of the finger, the ear and the pen turn
them into. Two kinds of key are about a household and bring relatives; only with the guards may they be used for persons.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import IntEnum
from functools import lru_cache
from itertools import chain, product

import numpy as np
import numpy.typing as npt

from plait.matching import dates, places
from plait.matching.columns import Hashes
from plait.matching.hashing import mixed, text_hash
from plait.matching.sounds import heard, nearest, variants
from plait.matching.standardise import Standard, Standards


class Kind(IntEnum):
    """What a key is made of. A number is never used again for something else: it is part of every stored key."""

    NHS = 1
    UPN = 2
    NAMES = 3  # forename, surname; also with the previous surname and with the middle name
    BORN_FORENAME = 4  # date of birth, sound of the forename
    BORN_SURNAME = 5
    POSTCODE_FORENAME = 6
    POSTCODE_YEAR = 7
    SOUNDS_YEAR = 8  # sounds of both names, year of birth
    SURNAME_OUTCODE = 9
    FORENAME_YEAR_OUTCODE = 10
    ADDRESS = 11  # a household's
    POSTCODE_SURNAME = 12  # a household's
    BORN_MIDDLE = 13  # date of birth, sound of the middle name


def address_hash(plain: Standard) -> int:
    """The address as a number; 0 where the postcode or the first line is not known."""
    if not (plain.street and plain.postcode):
        return 0
    return int(mixed(0, np.array([text_hash(plain.postcode)]), np.array([text_hash(plain.street)]))[0])


def address_hashes(plain: Standards) -> Hashes:
    """The same for many records."""
    both = plain.street.known() & plain.postcode.known()
    found = mixed(0, plain.postcode.numbers(text_hash), plain.street.numbers(text_hash))
    return np.where(both, found, 0)


def _year(born: str) -> int:
    return int(born[:4]) if born else 0


def _sound(name: str) -> int:
    return text_hash(heard(name))


def record_keys(plain: Standards) -> tuple[Hashes, npt.NDArray[np.int32]]:
    """The keys records are filed under, with the row of each. A fact that is not known makes no key."""
    forename, surname, born = (
        column.numbers(text_hash) for column in (plain.forename, plain.surname, plain.born)
    )
    previous, middle = plain.previous.numbers(text_hash), plain.middle.numbers(text_hash)
    first, last = plain.forename.numbers(_sound), plain.surname.numbers(_sound)
    before, second = plain.previous.numbers(_sound), plain.middle.numbers(_sound)
    year, postcode = plain.born.numbers(_year), plain.postcode.numbers(text_hash)
    outcode = plain.postcode.numbers(lambda text: text_hash(places.outcode(text)))
    made: list[tuple[Kind, tuple[Hashes, ...]]] = [
        (Kind.NHS, (plain.nhs.numbers(text_hash),)),
        (Kind.UPN, (plain.upn.numbers(text_hash),)),
        (Kind.NAMES, (forename, surname)),
        (Kind.NAMES, (forename, previous)),
        (Kind.NAMES, (middle, surname)),
        (Kind.BORN_FORENAME, (born, first)),
        (Kind.BORN_SURNAME, (born, last)),
        (Kind.BORN_SURNAME, (born, before)),
        (Kind.POSTCODE_FORENAME, (postcode, first)),
        (Kind.POSTCODE_YEAR, (postcode, year)),
        (Kind.SOUNDS_YEAR, (last, first, year)),
        (Kind.SURNAME_OUTCODE, (last, outcode)),
        (Kind.FORENAME_YEAR_OUTCODE, (first, year, outcode)),
        (Kind.ADDRESS, (address_hashes(plain),)),
        (Kind.POSTCODE_SURNAME, (postcode, last)),
        (Kind.BORN_MIDDLE, (born, second)),
    ]
    hashes, rows = [], []
    for kind, columns in made:
        there = np.flatnonzero(np.logical_and.reduce([column != 0 for column in columns])).astype(np.int32)
        hashes.append(mixed(kind, *(column[there] for column in columns)))
        rows.append(there)
    found, row = np.concatenate(hashes), np.concatenate(rows)
    order = np.lexsort((row, found))
    found, row = found[order], row[order]
    once = np.ones(len(found), np.bool_)
    once[1:] = (found[1:] != found[:-1]) | (row[1:] != row[:-1])
    return found[once], row[once]


def query_names(plain: Standard) -> set[str]:
    """Every name in the query."""
    return {plain.forename, plain.surname, plain.middle, plain.previous} - {""}


def query_variants(plain: Standard) -> list[int]:
    """The vocabulary keys to ask for before `query_keys`: those of every name in the query."""
    return sorted(set(chain.from_iterable(variants(name) for name in query_names(plain))))


def near_spellings(plain: Standard, vocabulary: Mapping[int, Sequence[str]]) -> dict[str, list[str]]:
    """For each name in the query the spellings to try, from what the vocabulary answered (key → names)."""
    return {name: nearest(name, vocabulary) for name in query_names(plain)}


def query_keys(plain: Standard, near: Mapping[str, Sequence[str]]) -> Hashes:
    """The keys a query asks for: its facts, near spellings by near dates. `near` is what `near_spellings` gave."""
    forenames, surnames = near.get(plain.forename, ()), near.get(plain.surname, ())
    first, last = _hashes(forenames, heard), _hashes(surnames, heard)
    born, exact_born = _hashes(dates.near(plain.born)), _hashes((plain.born,))
    years = list(dates.years(plain.born))
    postcode, outcode = _hashes((plain.postcode,)), _hashes((places.outcode(plain.postcode),))
    address = address_hash(plain)
    asked = _Asked()
    asked.every(Kind.NHS, _hashes((plain.nhs,)))
    asked.every(Kind.UPN, _hashes((plain.upn,)))
    asked.pairs(Kind.NAMES, _hashes(forenames), _hashes(surnames))
    asked.every(Kind.NAMES, _hashes((plain.surname,)), _hashes((plain.forename,)))
    asked.every(Kind.NAMES, _hashes((plain.middle,)), _hashes(surnames[:8]))
    asked.every(Kind.NAMES, _hashes(forenames[:8]), _hashes((plain.previous,)))
    # A slip in the date or in the name, hardly in both: other keys bring those.
    asked.every(Kind.BORN_FORENAME, born, first[:2])
    asked.every(Kind.BORN_FORENAME, exact_born, first)
    asked.every(Kind.BORN_SURNAME, born, last[:2])
    asked.every(Kind.BORN_SURNAME, exact_born, last)
    asked.every(Kind.BORN_FORENAME, exact_born, _hashes((plain.middle, plain.surname), heard))
    asked.every(Kind.BORN_SURNAME, exact_born, _hashes((plain.previous, plain.forename), heard))
    asked.every(Kind.BORN_MIDDLE, exact_born, _hashes((plain.forename, plain.middle), heard))
    asked.every(Kind.POSTCODE_FORENAME, postcode, first)
    asked.every(Kind.POSTCODE_YEAR, postcode, years)
    asked.every(Kind.SOUNDS_YEAR, last, first, years[:3])
    asked.every(Kind.FORENAME_YEAR_OUTCODE, first, years[:1], outcode)
    asked.every(Kind.ADDRESS, [address] if address else [])
    asked.every(Kind.POSTCODE_SURNAME, postcode, last)
    if not plain.born:
        asked.every(Kind.SURNAME_OUTCODE, last, outcode)
    return asked.keys()


def _hashes(texts: Iterable[str], change: Callable[[str], str] | None = None) -> list[int]:
    changed = texts if change is None else map(change, texts)
    return [text_hash(text) for text in dict.fromkeys(changed) if text]


class _Asked:
    """Facts to ask for, gathered by how many make a key, so that each number of facts is mixed once for all kinds."""

    def __init__(self) -> None:
        self._facts: dict[int, list[tuple[int, ...]]] = {1: [], 2: [], 3: []}

    def every(self, kind: Kind, *axes: Sequence[int]) -> None:
        """Every combination of the axes; none when an axis is empty."""
        self._facts[len(axes)].extend(product((kind,), *axes))

    def pairs(self, kind: Kind, one: Sequence[int], other: Sequence[int]) -> None:
        """Every near spelling of the one with every of the other, the farther of both never together."""
        self._facts[2].extend((kind, one[i], other[j]) for i, j in _near_pairs(len(one), len(other)))

    def keys(self) -> Hashes:
        """The keys, each once, in order."""
        mixes = [mixed(*np.array(rows, np.int64).T) for rows in self._facts.values() if rows]
        return np.unique(np.concatenate(mixes)) if mixes else np.empty(0, np.int64)


@lru_cache(maxsize=1024)
def _near_pairs(many: int, others: int) -> tuple[tuple[int, int], ...]:
    """Which places of two lists of spellings, nearest first, are tried together."""
    return tuple(
        (i, j) for i in range(many) for j in range(others) if (i + j < 26 and min(i, j) < 4) or i + j < 10
    )
