"""Edges to persons, strongest first, where no cluster may hold two records that a guard keeps apart or two sets of numbers.

Connected components alone would let one bad edge, or a chain of relatives, collapse a street into a person.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

BIGGEST_UNREVIEWED = 12
Ids = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Refused:
    """An edge over the line that was not followed, and why: it is a question for somebody."""

    one: int
    other: int
    score: float
    reason: str


@dataclass(frozen=True, slots=True)
class Clusters:
    """`label[i]` is record i's cluster: the lowest place of its members. `review`: labels of clusters too big to trust."""

    label: Ids
    refused: tuple[Refused, ...]
    review: tuple[int, ...]


def clusters(
    count: int,
    edges: tuple[Ids, Ids, npt.NDArray[np.float64]],
    apart: tuple[Ids, Ids],
    numbers: Sequence[Sequence[str]] = (),
    *,
    biggest: int = BIGGEST_UNREVIEWED,
) -> Clusters:
    """Cluster `count` records by edges (one, other, score), the same for any order of them.

    `apart`: pairs that must not share a cluster. `numbers`: columns of identifiers; a merge of two clusters that both have some
    in one column and share none there is refused.
    """
    parent = list(range(count))
    size = [1] * count
    enemies: dict[int, set[int]] = {}
    for one, other in zip(apart[0].tolist(), apart[1].tolist(), strict=True):
        enemies.setdefault(one, set()).add(other)
        enemies.setdefault(other, set()).add(one)
    held: list[dict[int, set[str]]] = [{} for _ in numbers]
    refused: list[Refused] = []

    def root(place: int) -> int:
        while parent[place] != place:
            parent[place] = parent[parent[place]]
            place = parent[place]
        return place

    def own(column: int, place: int) -> set[str]:
        found = held[column].get(place)
        if found is not None:
            return found
        number = numbers[column][place]
        return {number} if number else set()

    def forbidden(one: int, other: int) -> str:
        if one in enemies and other in enemies:
            fewer, more = (one, other) if len(enemies[one]) <= len(enemies[other]) else (other, one)
            if any(root(place) == more for place in enemies[fewer]):
                return "a guard keeps two of their records apart"
        for column in range(len(numbers)):
            mine = own(column, one)
            if mine:
                theirs = own(column, other)
                if theirs and mine.isdisjoint(theirs):
                    return "their numbers disagree"
        return ""

    left, right, weight = edges
    order = np.lexsort((np.maximum(left, right), np.minimum(left, right), -weight))
    for one, other, score in zip(
        left[order].tolist(), right[order].tolist(), weight[order].tolist(), strict=True
    ):
        a, b = root(one), root(other)
        if a == b:
            continue
        if reason := forbidden(a, b):
            refused.append(Refused(one, other, score, reason))
            continue
        if size[a] < size[b]:
            a, b = b, a
        for column in range(len(numbers)):
            if both := own(column, a) | own(column, b):
                held[column][a] = both
        parent[b] = a
        size[a] += size[b]
        if b in enemies:
            enemies.setdefault(a, set()).update(enemies.pop(b))
    roots = np.fromiter((root(place) for place in range(count)), np.int64, count)
    lowest = np.full(count, count, np.int64)
    np.minimum.at(lowest, roots, np.arange(count))
    label = lowest[roots]
    sizes = np.bincount(label, minlength=count)
    return Clusters(label, tuple(refused), tuple(np.flatnonzero(sizes > biggest).tolist()))
