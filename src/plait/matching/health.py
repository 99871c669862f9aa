"""Is a group of records sound? Too many of them, held together by one edge, with numbers that disagree, or with two sexes and
two dates of birth: then somebody should look, whatever the scores say. It decides nothing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
import numpy.typing as npt

from plait.matching.cluster import BIGGEST_UNREVIEWED, Edges

Ids = npt.NDArray[np.int64]
LEAST_BRIDGED = 2  # records on either side of an edge that alone holds them together


class Why(StrEnum):
    """What is not sound, gravest first."""

    NUMBERS = "numbers"
    TWO_PEOPLE = "sexes-and-dates"
    BRIDGE = "bridge"
    SIZE = "size"

    @property
    def words(self) -> str:
        """The reason, for the screen."""
        return _WORDS[self]


_WORDS = {
    Why.NUMBERS: "Two of these records carry numbers that cannot both be one person’s.",
    Why.TWO_PEOPLE: "These records name two sexes and two dates of birth.",
    Why.BRIDGE: "Two groups of records hang together by a single likeness.",
    Why.SIZE: f"More than {BIGGEST_UNREVIEWED} records are said to be of one person.",
}


@dataclass(frozen=True, slots=True)
class Unsound:
    """One group that somebody should look at, and the place of the record in it that fits least."""

    group: int
    why: Why
    place: int


def unsound(group: Ids, edges: Edges, *, numbers: Sequence[Ids], sex: Ids, born: Ids) -> list[Unsound]:
    """Groups that are not sound, each once for its gravest reason. `group[i]` is the group of record i; `edges` are those over
    the line; `numbers`, `sex` and `born` are codes, of which -1 is not known."""
    found: dict[int, Unsound] = {}

    def keep(group_of: int, why: Why, place: int) -> None:
        found.setdefault(group_of, Unsound(group_of, why, place))

    for column in numbers:
        for one, place in _differing(group, column):
            keep(one, Why.NUMBERS, place)
    both = dict(_differing(group, sex)).keys() & (dates := dict(_differing(group, born))).keys()
    for one in sorted(both):
        keep(one, Why.TWO_PEOPLE, dates[one])
    for one, place in _bridged(group, edges):
        keep(one, Why.BRIDGE, place)
    sizes = np.bincount(group) if len(group) else np.zeros(0, np.int64)
    large = sizes > BIGGEST_UNREVIEWED
    if large.any():
        held = np.full(len(group), -np.inf)
        np.maximum.at(held, edges[0], edges[2])
        np.maximum.at(held, edges[1], edges[2])
        for one in np.flatnonzero(large).tolist():
            members = np.flatnonzero(group == one)
            keep(one, Why.SIZE, int(members[np.argmin(held[members])]))
    return sorted(found.values(), key=lambda row: row.group)


def _differing(group: Ids, codes: Ids) -> Iterator[tuple[int, int]]:
    """Groups with more than one known value, each with the record that bears the rarest of them (the last, of several)."""
    known = np.flatnonzero(codes >= 0)
    if not len(known):
        return
    order = known[np.lexsort((codes[known], group[known]))]
    mine, value = group[order], codes[order]
    starts = np.flatnonzero(np.r_[True, (mine[1:] != mine[:-1]) | (value[1:] != value[:-1])])
    counts = np.diff(np.r_[starts, len(order)])
    of = mine[starts]
    rarest: dict[int, tuple[int, int]] = {}
    several = np.flatnonzero(np.bincount(of)[of] > 1)
    for row in several.tolist():
        place = int(order[starts[row] : starts[row] + counts[row]].max())
        best = (int(counts[row]), -place)
        one = int(of[row])
        rarest[one] = min(best, rarest.get(one, best))
    for one in sorted(rarest):
        yield one, -rarest[one][1]


def _bridged(group: Ids, edges: Edges) -> Iterator[tuple[int, int]]:
    """Groups in which one edge alone holds several records to several others, each with its end on the smaller side."""
    inside = group[edges[0]] == group[edges[1]]
    sizes = np.bincount(group) if len(group) else np.zeros(0, np.int64)
    inside &= sizes[group[edges[0]]] >= 2 * LEAST_BRIDGED if len(group) else False
    beside: dict[int, dict[int, set[int]]] = {}
    for one, other in zip(edges[0][inside].tolist(), edges[1][inside].tolist(), strict=True):
        if one != other:
            near = beside.setdefault(int(group[one]), {})
            near.setdefault(one, set()).add(other)
            near.setdefault(other, set()).add(one)
    for one in sorted(beside):
        place = _end_of_bridge(beside[one])
        if place is not None:
            yield one, place


def _end_of_bridge(near: dict[int, set[int]]) -> int | None:
    """Tarjan's walk: an edge is a bridge where nothing below it leads above it."""
    seen: dict[int, int] = {}
    low: dict[int, int] = {}
    below: dict[int, int] = {}
    best: tuple[int, int] | None = None
    for root in sorted(near):
        if root in seen:
            continue
        walked: list[int] = []
        bridges: list[tuple[int, int]] = []
        stack: list[tuple[int, int, Any]] = [(root, -1, iter(sorted(near[root])))]
        seen[root] = low[root] = len(seen)
        below[root] = 1
        while stack:
            here, came, rest = stack[-1]
            there = next(rest, None)
            if there is None:
                stack.pop()
                walked.append(here)
                if came >= 0:
                    low[came] = min(low[came], low[here])
                    below[came] += below[here]
                    if low[here] > seen[came]:
                        bridges.append((came, here))
            elif there not in seen:
                seen[there] = low[there] = len(seen)
                below[there] = 1
                stack.append((there, here, iter(sorted(near[there]))))
            elif there != came:
                low[here] = min(low[here], seen[there])
        for above, under in bridges:
            fewer = min(below[under], len(walked) - below[under])
            if fewer >= LEAST_BRIDGED:
                end = under if below[under] == fewer else above
                best = max(best, (fewer, end)) if best else (fewer, end)
    return best[1] if best else None
