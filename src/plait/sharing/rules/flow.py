"""What really flowed, counted so that no number points at a child. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

FEWEST = 5  # fewer than this is never told apart
_HOURS_AS_HOURS = timedelta(hours=48)


@dataclass(frozen=True, slots=True)
class Flowed:
    """One disclosure under an agreement: by which clauses, from whom, to whom, when."""

    clauses: tuple[str, ...]
    giver: str
    getter: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Count:
    """How many, and when the last one was."""

    number: int = 0
    last: datetime | None = None

    def and_one(self, at: datetime) -> "Count":
        """One more."""
        return Count(self.number + 1, max(self.last, at) if self.last else at)


def in_fives(number: int) -> str:
    """Counts go up in steps of five: somebody who takes one from another finds no single child."""
    if number <= 0:
        return "none"
    if number < FEWEST:
        return f"fewer than {FEWEST}"
    lowest = number - number % FEWEST
    return f"{lowest} to {lowest + FEWEST - 1}"


def by_clause(flowed: Sequence[Flowed]) -> dict[str, Count]:
    """For each clause what rested on it."""
    found: dict[str, Count] = {}
    for one in flowed:
        for clause in one.clauses:
            found[clause] = found.get(clause, Count()).and_one(one.at)
    return found


def by_pair(flowed: Sequence[Flowed]) -> dict[tuple[str, str], Count]:
    """For each agency that gave and each that got."""
    found: dict[tuple[str, str], Count] = {}
    for one in flowed:
        pair = (one.giver, one.getter)
        found[pair] = found.get(pair, Count()).and_one(one.at)
    return found


def how_useful(words: Sequence[str]) -> dict[str, str]:
    """What those who worked with the answers said of them, each in fives; nothing while there are too few to tell."""
    if len(words) < FEWEST:
        return {}
    return {code: in_fives(words.count(code)) for code in ("helped", "late", "missing")}


def how_fast(times: Sequence[timedelta]) -> str:
    """The median time from asked to answered, in words; nothing while there are too few to tell."""
    if len(times) < FEWEST:
        return ""
    middle = timedelta(seconds=median(one.total_seconds() for one in times))
    if middle < timedelta(hours=1):
        return "less than an hour"
    if middle < _HOURS_AS_HOURS:
        hours = round(middle / timedelta(hours=1))
        return f"{hours} hour{'' if hours == 1 else 's'}"
    return f"{round(middle / timedelta(days=1))} days"
