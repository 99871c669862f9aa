"""The wording of a question as a database can keep its plan: what is always the same stands in the words, the rest beside them.

A list of ids is one thing beside them, not as many as there are ids: neither the driver nor the server reads the words again.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any
from uuid import UUID

from plait.base.access.stand_ins import Way
from plait.base.db.kept import as_constants

_LIST = re.compile(r"(?<!NOT) IN \((%s(?:, %s)+)\)")
_MARK = re.compile("%%|%s")
_KINDS = {UUID: "uuid[]", int: "bigint[]"}


@dataclass(frozen=True, slots=True)
class Lasting:
    """Words, and what is said beside them: each made of all that is asked with."""

    sql: str
    fills: tuple[Callable[[Sequence[Any]], Any], ...]

    def beside(self, said: Sequence[Any]) -> tuple[Any, ...]:
        """What is said beside the words this time."""
        return tuple(fill(said) for fill in self.fills)


def lasting(sql: str, params: Sequence[Any], found: Sequence[tuple[int, Way] | None]) -> Lasting | None:
    """`found`: for each parameter, which thing asked with it is, and in which form; None where it is always the same. None where
    the database keeps the words as they are."""
    words, left, kept = _lists(sql, params, found)
    own = {place for place, fill in enumerate(left) if fill is not None}
    made = as_constants(words, kept, but=own)
    return None if made is None else Lasting(made, tuple(fill for fill in left if fill is not None))


def _lists(
    sql: str, params: Sequence[Any], found: Sequence[tuple[int, Way] | None]
) -> tuple[str, list[Callable[[Sequence[Any]], Any] | None], list[Any]]:
    """The words with each list of what is asked with as one array."""
    places = {one.start(): place for place, one in enumerate(m for m in _MARK.finditer(sql) if m[0] == "%s")}
    words, at = [], 0
    fills: list[Callable[[Sequence[Any]], Any] | None] = [_one(way) if way else None for way in found]
    kept = list(params)
    gone: set[int] = set()
    for one in _LIST.finditer(sql):
        first = places[one.start(1)]
        several = range(first, first + one[1].count("%s"))
        # A whole number says there how wide it is, and is a number all the same.
        kind = next((_KINDS[one] for one in type(params[first]).__mro__ if one in _KINDS), None)
        whose = found[first]
        if kind is None or whose is None or not _in_turn([found[place] for place in several]):
            continue
        words += [sql[at : one.start()], f" = ANY(%s::{kind})"]
        at = one.end()
        number = whose[0]
        fills[first] = _several(number, number + len(several))
        gone.update(several[1:])
    words.append(sql[at:])
    left = [place for place in range(len(kept)) if place not in gone]
    return "".join(words), [fills[place] for place in left], [kept[place] for place in left]


def _in_turn(found: Sequence[tuple[int, Way] | None]) -> bool:
    """Is this one list of what is asked with, as it was given?"""
    return all(found) and all(
        one is not None and other is not None and other[0] == one[0] + 1 and other[1] is one[1]
        for one, other in pairwise(found)
    )


def _one(form: tuple[int, Way]) -> Callable[[Sequence[Any]], Any]:
    number, way = form
    return lambda said: way(said[number])


def _several(first: int, end: int) -> Callable[[Sequence[Any]], Any]:
    return lambda said: "{" + ",".join(map(_written, said[first:end])) + "}"


def _written(one: Any) -> str:
    """An id in its 32 figures, which is written in half the time that its hyphens take."""
    return f"{one.int:032x}" if type(one) is UUID else str(one)
