"""Names of ten cultures: one vocabulary of words, and for each culture what is drawn from it and how."""

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from plait.population.chance import Floats, Ints, Texts
from plait.population.parameters import CULTURES

NONE = -1
# British registers hold everybody's names; those that these cultures list count there only this much.
_SHARED = 0.1
_BORROWED_FROM = ("south-asian-muslim", "indian", "arab-somali", "turkish")
# Share of bearers whose surname is composed from parts: the long tail that no list holds.
_TAIL = {
    "british": 0.45, "south-asian-muslim": 0.15, "indian": 0.2, "polish": 0.25, "romanian": 0.5, "west-african": 0.45,
    "arab-somali": 0.3, "turkish": 0.55,
}  # fmt: skip
_FEMININE = (("ski", "ska"), ("cki", "cka"), ("dzki", "dzka"))

TAKES_NAME = frozenset({"british", "indian", "polish", "romanian", "west-african", "turkish"})
OWN_NAMES = frozenset({"south-asian-muslim"})  # each member of a family may have another surname
CHAINS = frozenset({"arab-somali"})  # own name, father's, grandfather's
TWO_SURNAMES = frozenset({"iberian"})
SINGLE_NAMES = frozenset({"south-asian-muslim", "arab-somali", "indian"})


@dataclass(frozen=True)
class Pool:
    """Words by their codes with the chance of each."""

    codes: Ints
    bounds: Floats

    def draw(self, chance: Floats) -> Ints:
        return self.codes[np.minimum(np.searchsorted(self.bounds, chance, side="right"), len(self.codes) - 1)]


@dataclass(frozen=True)
class Names:
    """The vocabulary (`words[code]`) and a pool for each culture; `feminine[code]` is a surname as a woman writes it."""

    words: Texts
    female: tuple[Pool, ...]
    male: tuple[Pool, ...]
    surnames: tuple[Pool, ...]
    wives: dict[int, Pool]
    western: Pool
    feminine: Ints

    def first(self, culture: Ints, female: Ints, chance: Floats) -> Ints:
        """First names for people of a culture (index in CULTURES) and sex."""
        drawn = np.full(len(culture), NONE, dtype=np.int64)
        for index in range(len(CULTURES)):
            for pools, sex in ((self.male, 0), (self.female, 1)):
                rows = (culture == index) & (female == sex)
                drawn[rows] = pools[index].draw(chance[rows])
        return drawn

    def surname(self, culture: Ints, chance: Floats) -> Ints:
        drawn = np.full(len(culture), NONE, dtype=np.int64)
        for index in range(len(CULTURES)):
            rows = culture == index
            drawn[rows] = self.surnames[index].draw(chance[rows])
        return drawn


class _Vocabulary:
    def __init__(self) -> None:
        self.codes: dict[str, int] = {}

    def code(self, word: str) -> int:
        return self.codes.setdefault(word, len(self.codes))

    def pool(self, weights: dict[str, float]) -> Pool:
        shares = np.array(list(weights.values()), dtype=np.float64)
        bounds = np.cumsum(shares)
        return Pool(np.array([self.code(word) for word in weights], dtype=np.int64), bounds / bounds[-1])


Weights = dict[str, dict[str, float]]


def _read(culture: str) -> Weights:
    found: Weights = {}
    with (files("plait.population") / "names" / f"{culture}.tsv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            found.setdefault(row["kind"], {})[row["name"]] = float(row["weight"])
    if culture == "british":
        with (files("plait.population") / "names" / "uk_first_names.csv").open(encoding="utf-8") as lines:
            for row in csv.DictReader(lines):
                kind = "female" if row["sex"] == "F" else "male"
                found.setdefault(kind, {})[row["name"].title()] = float(row["n"])
        for other in map(_read, _BORROWED_FROM):
            for kind in ("female", "male"):
                found[kind] |= {
                    name: found[kind][name] * _SHARED for name in found[kind].keys() & other[kind]
                }
    for name in found.get("wife", {}):
        found["surname"].pop(name, None)
    return found


def _given(found: Weights) -> dict[str, float]:
    """Chinese given names: two syllables, written as two words, one word or with a hyphen."""
    return {
        f"{first}{join}{second}": one * two * share
        for first, one in found["first"].items()
        for second, two in found["second"].items()
        for join, share in ((" ", 0.5), ("", 0.35), ("-", 0.15))
    }


def _surnames(culture: str, found: Weights) -> dict[str, float]:
    """The listed surnames and the composed ones, whose weights fall off from a fixed place in each list."""
    listed = found["surname"]
    if culture not in _TAIL:
        return listed
    composed: dict[str, float] = {}
    for number, (start, one) in enumerate(found["start"].items()):
        for place, (end, two) in enumerate(found["end"].items()):
            rank = (number * 7919 + place * 104729) % (len(found["start"]) * len(found["end"]))
            word = start + end
            if word not in listed and start[-1] != end[0]:
                composed[word] = one * two / (rank + 200) ** 0.7
    share = _TAIL[culture]
    scale = share / (1 - share) * sum(listed.values()) / sum(composed.values())
    return listed | {word: weight * scale for word, weight in composed.items()}


def _feminine(word: str) -> str:
    for masculine, feminine in _FEMININE:
        if word.endswith(masculine):
            return word[: -len(masculine)] + feminine
    return word


@cache
def names() -> Names:
    """The names, read once."""
    vocabulary = _Vocabulary()
    female: list[Pool] = []
    male: list[Pool] = []
    surnames: list[Pool] = []
    wives: dict[int, Pool] = {}
    western = Pool(np.zeros(1, dtype=np.int64), np.ones(1))
    polish: dict[str, float] = {}
    for index, culture in enumerate(CULTURES):
        found = _read(culture)
        if culture == "chinese":
            given = vocabulary.pool(_given(found))
            female.append(given)
            male.append(given)
            western = vocabulary.pool(found["western"])
        else:
            female.append(vocabulary.pool(found["female"]))
            male.append(vocabulary.pool(found["male"]))
        weights = _surnames(culture, found)
        if culture == "polish":
            polish = weights
        surnames.append(vocabulary.pool(weights))
        if "wife" in found:
            wives[index] = vocabulary.pool(found["wife"])
    pairs = [(vocabulary.code(word), vocabulary.code(_feminine(word))) for word in polish]
    words = np.array(list(vocabulary.codes), dtype=object)
    feminine = np.arange(len(words), dtype=np.int64)
    for masculine, other in pairs:
        feminine[masculine] = other
    return Names(words, tuple(female), tuple(male), tuple(surnames), wives, western, feminine)
