"""What a plain name sounds like, which names it is short for, and which keys bring its near spellings back."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

import jellyfish
import numpy as np
from nicknames import NickNamer
from rapidfuzz import process
from rapidfuzz.distance import JaroWinkler

from plait.matching.columns import Hashes
from plait.matching.hashing import text_hash

NEAREST = 24  # spellings of one name that a search tries
LEAST_ALIKE = 0.72  # Jaro-Winkler below which a spelling is not tried unless it is a short form

_NICKNAMES = NickNamer()  # of the library `nicknames`: English forms, the same list that NHS England links by


def _pet_names() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for line in Path(__file__).with_name("pet_names.txt").read_text(encoding="utf-8").splitlines():
        names = [] if line.startswith("#") else line.split()
        for form in names[1:]:
            found.setdefault(form, set()).add(names[0])
    return found


_FORMAL = _pet_names()
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
    longer = {name for name in _NICKNAMES.canonicals_of(plain) if name.isalpha()} | _FORMAL.get(plain, set())
    longer |= {_STANDS_FOR[name] for name in (plain, *longer) if name in _STANDS_FOR}
    return (plain, *sorted(longer - {plain}))


def alike_by_root(one: str, other: str) -> bool:
    """Is the one short for the other, or are both short for one name?"""
    return bool(one and other) and not set(roots(one)).isdisjoint(roots(other))


@lru_cache(maxsize=8192)
def kin(plain: str) -> tuple[int, ...]:
    """Those of a name's variants that stand for names it is another form of: the names it is short for, its parts."""
    found = [text_hash("r " + root) for root in roots(plain)] + [
        text_hash("p " + part) for part in plain.split("-")
    ]
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=8192)
def variants(plain: str) -> tuple[int, ...]:
    """The keys under which a name is filed in the vocabulary and asked for: itself, itself with any one letter left out, its
    sound, the names it is short for, the parts of a double name. Two names within one slip of each other share one.
    """
    if not plain:
        return ()
    found = {"d " + plain, "s " + heard(plain)}
    found |= {"d " + plain[:place] + plain[place + 1 :] for place in range(min(len(plain), 20))}
    found |= {"d " + part for part in plain.split("-")}
    return tuple(sorted({*(text_hash(text) for text in found), *kin(plain)}))


def nearest(plain: str, vocabulary: Mapping[int, Sequence[str]], *, most: int = NEAREST) -> list[str]:
    """What to try of what the vocabulary answered: itself, other forms of it, then by likeness, ties by the alphabet."""
    if not plain:
        return []
    found: set[str] = set()
    for key in variants(plain):
        found.update(vocabulary.get(key, ()))
    found.discard(plain)
    if not found:
        return [plain]
    forms = {name for key in kin(plain) for name in vocabulary.get(key, ())}
    others = sorted(found)
    likeness = process.cdist([plain], others, scorer=JaroWinkler.similarity)[0].tolist()
    ranked = [
        (-max(alike, 0.93) if name in forms else -alike, name)
        for alike, name in zip(likeness, others, strict=True)
    ]
    ranked.sort()
    return [plain, *(name for alike, name in ranked[: most - 1] if -alike >= LEAST_ALIKE)]


def variant_rows(names: list[str]) -> tuple[Hashes, list[str]]:
    """The vocabulary's rows (key, name) for these names."""
    pairs = [(key, name) for name in names for key in variants(name)]
    return np.fromiter((key for key, _ in pairs), np.int64, len(pairs)), [name for _, name in pairs]
