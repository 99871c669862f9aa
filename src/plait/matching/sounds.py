"""What a plain name sounds like, which names it is short for, and which keys bring its near spellings back."""

from collections.abc import Iterable
from functools import lru_cache

import jellyfish
import numpy as np
from nicknames import NickNamer
from rapidfuzz import process
from rapidfuzz.distance import JaroWinkler

from plait.matching.columns import Hashes
from plait.matching.hashing import text_hash

NEAREST = 24  # spellings of one name that a search tries
LEAST_ALIKE = 0.72  # Jaro-Winkler below which a spelling is not tried unless it is a short form

_NICKNAMES = NickNamer()
# Spellings in Latin letters of one name that Metaphone hears as several. The first of each line stands for all.
_ONE_NAME = """
mohammed muhammad mohamed mohammad muhammed mohamad muhamed mohd md
ahmed ahmad ahmet achmed
hussain hussein husain husayn hossain
yusuf yousef yousuf youssef yosef jusuf
ibrahim ebrahim ibraheem
aisha ayesha aysha aicha aishah
fatima fatimah fatema fathima fatma
khadija khadijah hadija
abdul abdel abd
usman osman othman uthman
zainab zaynab zeinab zainib
chowdhury choudhury chaudhry chaudhary choudhry chaudhari
begum begam
sergei sergey serghei
oleksandr aleksandr alexandru aleksander alexander
yevhen evgeny yevgeny
mykola nikolai nikolay mikolaj
kateryna katarzyna ekaterina katerina
tadgh tadhg
siobhan shivaun chevonne
niamh neve neave
wojciech woitek wojtek
krzysztof kristof
"""
_STANDS_FOR = {name: line.split()[0] for line in _ONE_NAME.strip().splitlines() for name in line.split()}


@lru_cache(maxsize=65536)
def heard(plain: str) -> str:
    """The sound of a plain name's first part, at most six letters of Metaphone; of a script without one its first letters."""
    if not plain:
        return ""
    first = plain.partition("-")[0]
    first = _STANDS_FOR.get(first, first)
    return jellyfish.metaphone(first)[:6] or first[:3]


@lru_cache(maxsize=65536)
def roots(plain: str) -> tuple[str, ...]:
    """The names this one is, or is short for, itself first: `alex` is alexander, alexandra and alex."""
    if not plain:
        return ()
    longer = {name for name in _NICKNAMES.canonicals_of(plain) if name.isalpha()}
    longer |= {_STANDS_FOR[plain]} if plain in _STANDS_FOR else set()
    return (plain, *sorted(longer - {plain}))


def alike_by_root(one: str, other: str) -> bool:
    """Is the one short for the other, or are both short for one name?"""
    return bool(one and other) and not set(roots(one)).isdisjoint(roots(other))


@lru_cache(maxsize=8192)
def variants(plain: str) -> tuple[int, ...]:
    """The keys under which a name is filed in the vocabulary and asked for: itself, itself with any one letter left out, its
    sound, the names it is short for, the parts of a double name. Two names within one slip of each other share one.
    """
    if not plain:
        return ()
    found = {"d " + plain, "s " + heard(plain)}
    found |= {"d " + plain[:place] + plain[place + 1 :] for place in range(min(len(plain), 20))}
    found |= {"r " + root for root in roots(plain)}
    if "-" in plain:
        found |= {"d " + part for part in plain.split("-")} | {"p " + part for part in plain.split("-")}
    else:
        found.add("p " + plain)
    return tuple(sorted(text_hash(text) for text in found))


def nearest(plain: str, names: Iterable[str], *, most: int = NEAREST) -> list[str]:
    """Of the names the vocabulary gave, those to try: itself, names of one root, then by likeness, ties by the alphabet."""
    if not plain:
        return []
    others = sorted(set(names) - {plain})
    if not others:
        return [plain]
    likeness = process.cdist([plain], others, scorer=JaroWinkler.similarity)[0]
    pieces = set(plain.split("-"))
    lift = np.fromiter(
        (alike_by_root(plain, name) or not pieces.isdisjoint(name.split("-")) for name in others),
        np.bool_,
        len(others),
    )
    likeness = np.where(lift, np.maximum(likeness, 0.93), likeness)
    order = np.argsort(-likeness, kind="stable")[: most - 1]
    return [plain, *(others[place] for place in order.tolist() if likeness[place] >= LEAST_ALIKE)]


def variant_rows(names: list[str]) -> tuple[Hashes, list[str]]:
    """The vocabulary's rows (key, name) for these names."""
    pairs = [(key, name) for name in names for key in variants(name)]
    return np.fromiter((key for key, _ in pairs), np.int64, len(pairs)), [name for _, name in pairs]
