"""May two descriptions be of one person? Wide on purpose: for refusing whoever said that they know somebody."""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from plait.matching.names import name_key, sound

# First letters that are heard as one. (Soundex keeps the first letter, so Kerrigan and Carrigan would be strangers.)
_HEARD = {"k": "kcqg", "s": "szxc", "f": "fvp", "j": "jg", "a": "aeiouy"}
_SOFT = "eiy"
_SHORT_FORM = 3  # letters that a short form needs (Sam, Samuel)
_SLIP = 5  # letters that a name needs before one slip of a finger is looked past


@dataclass(frozen=True, slots=True)
class Named:
    """What somebody is called, as name keys: each name whole and word by word, with other and earlier names."""

    forenames: frozenset[str]
    surnames: frozenset[str]
    born_on: date | None = None


def keys(*names: str) -> frozenset[str]:
    """Each name as a key, whole and word by word: `Marlowe-Canary` is found by either half."""
    found = set()
    for name in names:
        words = [key for word in re.split(r"[\s\-,;/()‐‑–—]+", name) if (key := name_key(word))]
        found |= {name_key(name), *(word for word in words if len(word) > 2)}
    return frozenset(found - {""})


@lru_cache(maxsize=4096)
def heard(key: str) -> str:
    """How a name sounds, its first letter too; a name in another script sounds like itself."""
    code = sound(key)
    if not code:
        return key
    first = code[0].lower()
    after = key[1:2]
    if first in "aeiouy":
        first = "a"
    elif first == "p" and after == "h":
        first = "f"
    elif first in "cg":
        soft = {"c": "s", "g": "j"}[first]
        first = soft if after and after in _SOFT else "k"
    else:
        first = next(
            (to for to, letters in _HEARD.items() if to != "a" and first in letters and first != "p"), first
        )
    return first + code[1:]


def soundex_codes(key: str) -> frozenset[str]:
    """Every Soundex code under which a name that is heard like this may have been stored."""
    found = heard(key)
    if found == key and not sound(key):
        return frozenset()
    return frozenset(letter.upper() + found[1:] for letter in {*_HEARD.get(found[0], ""), found[0]})


def alike(some: frozenset[str], others: frozenset[str]) -> bool:
    """Is one of these names heard like one of those, its short form, or one slip of a finger away?"""
    return any(_alike(one, other) for one in some for other in others)


def may_be_one(one: Named, other: Named) -> bool:
    """The same first and last name, by sound, in any order and under any name told, unless their dates of birth
    contradict each other; or one of the two names with the same date of birth, where the other is missing or changed."""
    if one.born_on and other.born_on and not _near(one.born_on, other.born_on):
        return False
    first, last = alike(one.forenames, other.forenames), alike(one.surnames, other.surnames)
    if (first and last) or (one.born_on is not None and one.born_on == other.born_on and (first or last)):
        return True
    return alike(one.forenames, other.surnames) and alike(one.surnames, other.forenames)


def names_another(before: Named, now: Named) -> bool:
    """Is whoever is described now plainly somebody else than before, though one record number stands for both? Not with the
    same birthday, nor with both names heard alike; without birthdays, one name kept is enough (people marry). Where either has
    no first or last name, nobody can tell."""
    if not (before.forenames and before.surnames and now.forenames and now.surnames):
        return False
    first, last = alike(before.forenames, now.forenames), alike(before.surnames, now.surnames)
    swapped = alike(before.forenames, now.surnames) and alike(before.surnames, now.forenames)
    if (first and last) or swapped:
        return False
    if before.born_on and now.born_on:
        return before.born_on != now.born_on
    return not (first or last)


def _alike(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return (
        heard(one) == heard(other)
        or (len(short) >= _SHORT_FORM and long.startswith(short))
        or (len(short) >= _SLIP and _one_slip(short, long))
    )


def _one_slip(short: str, long: str) -> bool:
    """One letter more, less or other, or two neighbours swapped."""
    same = 0
    while same < len(short) and short[same] == long[same]:
        same += 1
    rest, more = short[same:], long[same:]
    if len(short) != len(long):
        return len(long) - len(short) == 1 and rest == more[1:]
    return rest[1:] == more[1:] or (rest[:2] == more[1::-1] and rest[2:] == more[2:])


def _near(one: date, other: date) -> bool:
    """The same day, or what a slip makes of it: day and month swapped, or one of day, month and year wrong."""
    same = (one.year == other.year) + (one.month == other.month) + (one.day == other.day)
    swapped = (one.year, one.month, one.day) == (other.year, other.day, other.month)
    return same >= 2 or swapped
