"""Households inferred: who belongs with whom, from what agencies say of their own people and from addresses held at one time.

Nobody hands us households. Each source says something different and some of it is wrong, so a tie takes a relationship that
an agency states, or an address held by two people at one time under a name they share. A household is what stays together when
big knots are cut at their weakest ties.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from plait.matching.sounds import heard
from plait.matching.spelling import parts

BIGGEST = 15  # people; more is a hostel, a chain of relatives or a mistake
CROWDED = 12  # people at one address at one time, over which the address says nothing

STATED, TOGETHER, TOGETHER_OTHER_NAME = 4, 2, 1


@dataclass(frozen=True, slots=True)
class Stay:
    """A person's time at an address. Days are any whole numbers; `address` 0 is not known and counts for nothing."""

    person: str
    address: int
    surname: str
    first: int
    last: int


def ties(stated: Iterable[tuple[str, str]], stays: Iterable[Stay]) -> Counter[tuple[str, str]]:
    """How strongly each pair of people is tied: stated relationships add most, each shared address a little."""
    found: Counter[tuple[str, str]] = Counter()
    for one, other in stated:
        if one != other:
            found[min(one, other), max(one, other)] += STATED
    at: dict[int, list[Stay]] = defaultdict(list)
    for stay in stays:
        if stay.address:
            at[stay.address].append(stay)
    for there in at.values():
        if len({stay.person for stay in there}) <= CROWDED:
            for pair, weight in _together(there).items():
                found[pair] += weight
    return found


def _together(there: Sequence[Stay]) -> dict[tuple[str, str], int]:
    best: dict[tuple[str, str], int] = {}
    for place, one in enumerate(there):
        for other in there[:place]:
            if one.person != other.person and one.first <= other.last and other.first <= one.last:
                pair = (min(one.person, other.person), max(one.person, other.person))
                weight = TOGETHER if _one_name(one.surname, other.surname) else TOGETHER_OTHER_NAME
                best[pair] = max(best.get(pair, 0), weight)
    return best


def _one_name(one: str, other: str) -> bool:
    sounds = {heard(part) for part in parts(one)} & {heard(part) for part in parts(other)}
    return bool(sounds - {""})


def households(
    tied: Counter[tuple[str, str]], *, least: int = TOGETHER, biggest: int = BIGGEST
) -> dict[str, str]:
    """Person → household (the least id of its members), strongest ties first, none growing over `biggest`.

    `least`: the tie it takes. A person tied to nobody is in no household. The same ties give the same households.
    """
    parent: dict[str, str] = {}
    size: Counter[str] = Counter()

    def root(person: str) -> str:
        parent.setdefault(person, person)
        while parent[person] != person:
            parent[person] = parent[parent[person]]
            person = parent[person]
        return person

    for (one, other), weight in sorted(tied.items(), key=lambda item: (-item[1], item[0])):
        if weight < least:
            break
        a, b = root(one), root(other)
        if a != b and (size[a] or 1) + (size[b] or 1) <= biggest:
            low, high = min(a, b), max(a, b)
            parent[high] = low
            size[low] = (size[a] or 1) + (size[b] or 1)
    return {person: root(person) for person in sorted(parent)}
