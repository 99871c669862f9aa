"""Edges to persons, strongest first, where no cluster may hold two records that a guard keeps apart or two sets of numbers.

Connected components alone would let one bad edge, or a chain of relatives, collapse a street into a person.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

BIGGEST_UNREVIEWED = 12
Ids = npt.NDArray[np.int64]
Edges = tuple[Ids, Ids, npt.NDArray[np.float64]]


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
    edges: Edges,
    apart: tuple[Ids, Ids],
    numbers: Sequence[Ids] = (),
    *,
    biggest: int = BIGGEST_UNREVIEWED,
) -> Clusters:
    """Cluster `count` records by edges (one, other, score), the same for any order of them.

    `apart`: pairs that must not share a cluster. `numbers`: columns of identifiers as codes, -1 where there is none; a merge of
    two clusters that both have some in one column and share none there is refused. Only where something forbids are edges
    followed one by one; elsewhere a cluster is what hangs together.
    """
    label = components(count, edges[0], edges[1])
    disputed = _disputed(label, apart, numbers)
    refused: tuple[Refused, ...] = ()
    if disputed.any():
        inside = disputed[label[edges[0]]]
        split = _Greedy(np.flatnonzero(disputed[label]).tolist(), apart, numbers)
        split.follow((edges[0][inside], edges[1][inside], edges[2][inside]))
        refused = tuple(split.refused)
        for record in split.records:
            label[record] = split.root(record)
        rows = np.array(split.records, np.int64)
        lowest = np.full(count, count, np.int64)
        np.minimum.at(lowest, label[rows], rows)
        label[rows] = lowest[label[rows]]
    sizes = np.bincount(label, minlength=count)
    return Clusters(label, refused, tuple(np.flatnonzero(sizes > biggest).tolist()))


def components(count: int, one: Ids, other: Ids) -> Ids:
    """For each of `count` places the lowest one that hangs together with it."""
    label = np.arange(count)
    while len(one):
        left, right = label[one], label[other]
        apart = left != right
        one, other, left, right = one[apart], other[apart], left[apart], right[apart]
        np.minimum.at(label, np.maximum(left, right), np.minimum(left, right))
        while True:
            shorter = label[label]
            if np.array_equal(shorter, label):
                break
            label = shorter
    return label


def _disputed(label: Ids, apart: tuple[Ids, Ids], numbers: Sequence[Ids]) -> npt.NDArray[np.bool_]:
    """By label: is there a forbidden pair in it, or more than one number of a kind?"""
    found = np.zeros(len(label), np.bool_)
    both = label[apart[0]]
    found[both[both == label[apart[1]]]] = True
    for column in numbers:
        known = np.flatnonzero(column >= 0)
        order = known[np.lexsort((column[known], label[known]))]
        labels, codes = label[order], column[order]
        found[labels[1:][(labels[1:] == labels[:-1]) & (codes[1:] != codes[:-1])]] = True
    return found


class _Greedy:
    """The strongest edges first, none across what forbids it, over the few records where something does."""

    def __init__(self, records: list[int], apart: tuple[Ids, Ids], numbers: Sequence[Ids]) -> None:
        self.records = records
        self.refused: list[Refused] = []
        self._parent = {record: record for record in records}
        self._size = dict.fromkeys(records, 1)
        self._enemies: dict[int, set[int]] = {}
        inside = np.zeros(1 + max(records), np.bool_)
        inside[records] = True
        near = np.flatnonzero((apart[0] < len(inside)) & (apart[1] < len(inside)))
        near = near[inside[apart[0][near]] & inside[apart[1][near]]]
        for one, other in zip(apart[0][near].tolist(), apart[1][near].tolist(), strict=True):
            self._enemies.setdefault(one, set()).add(other)
            self._enemies.setdefault(other, set()).add(one)
        self._held: list[dict[int, set[int]]] = [
            {
                record: {code}
                for record, code in zip(records, column[records].tolist(), strict=True)
                if code >= 0
            }
            for column in numbers
        ]

    def root(self, record: int) -> int:
        """The record that stands for this one's cluster."""
        parent = self._parent
        while parent[record] != record:
            parent[record] = parent[parent[record]]
            record = parent[record]
        return record

    def follow(self, edges: Edges) -> None:
        """Join by these edges; what is forbidden is kept in `refused`."""
        left, right, weight = edges
        order = np.lexsort((np.maximum(left, right), np.minimum(left, right), -weight))
        rows = zip(left[order].tolist(), right[order].tolist(), weight[order].tolist(), strict=True)
        for one, other, score in rows:
            a, b = self.root(one), self.root(other)
            if a == b:
                continue
            if reason := self._forbidden(a, b):
                self.refused.append(Refused(one, other, score, reason))
            else:
                self._join(a, b)

    def _forbidden(self, one: int, other: int) -> str:
        enemies = self._enemies
        if one in enemies and other in enemies:
            fewer, more = (one, other) if len(enemies[one]) <= len(enemies[other]) else (other, one)
            if any(self.root(record) == more for record in enemies[fewer]):
                return "a guard keeps two of their records apart"
        for held in self._held:
            if one in held and other in held and held[one].isdisjoint(held[other]):
                return "their numbers disagree"
        return ""

    def _join(self, one: int, other: int) -> None:
        if (self._size[one], -one) < (self._size[other], -other):
            one, other = other, one
        self._parent[other] = one
        self._size[one] += self._size[other]
        if other in self._enemies:
            self._enemies.setdefault(one, set()).update(self._enemies.pop(other))
        for held in self._held:
            if other in held:
                held.setdefault(one, set()).update(held.pop(other))
