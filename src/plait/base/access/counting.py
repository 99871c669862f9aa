"""How many there are, asked together: several counts of one page in one journey to the database."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from plait.base.db.kept import kept_cursor

Part = tuple[str, tuple[Any, ...]]  # a question in words, and what it is asked with


@dataclass(frozen=True, slots=True, eq=False)
class Later:
    """A number that is still to be asked for: of the answers to all these questions, and `besides`."""

    parts: tuple[Part, ...] = ()
    besides: int = 0

    def __add__(self, other: "Later | int") -> "Later":
        if isinstance(other, int):
            return Later(self.parts, self.besides + other)
        return Later((*self.parts, *other.parts), self.besides + other.besides)

    __radd__ = __add__

    def __eq__(self, other: object) -> bool:
        """Held against a number it is asked for."""
        return self.number == other

    def __hash__(self) -> int:
        """As the number that it equals."""
        return hash(self.number)

    @property
    def number(self) -> int:
        """Asked for alone."""
        return numbers([self])[0]


def numbers(asked: Sequence[Later]) -> list[int]:
    """The number of each, all in one question; none where there is nothing to ask."""
    parts = [part for one in asked for part in one.parts]
    found = iter(_found(parts))
    return [one.besides + sum(next(found) for _ in one.parts) for one in asked]


def numbers_of(asked: Iterable[Later | int | None]) -> list[int | None]:
    """The same for a page on which some are known already, or not counted."""
    given = list(asked)
    found = iter(numbers([one for one in given if isinstance(one, Later)]))
    return [next(found) if isinstance(one, Later) else one for one in given]


def _found(parts: Sequence[Part]) -> tuple[int, ...]:
    if not parts:
        return ()
    counts = ", ".join(f"(SELECT COUNT(*) FROM ({sql}) counted)" for sql, _ in parts)  # noqa: S608 (our own)
    with kept_cursor() as cursor:
        cursor.execute(f"SELECT {counts}", [one for _, params in parts for one in params])
        return tuple(cursor.fetchone())
