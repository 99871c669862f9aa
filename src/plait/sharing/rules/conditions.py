"""Conditions that a clause may name. Each is a rule in code; an agreement chooses one and its number, and carries no code."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

# What counts as a fact: seen or heard, the child's own words, taken from a record. Not an opinion, not hearsay.
FACTS = frozenset({"observed", "child", "record"})


@dataclass(frozen=True, slots=True)
class Wanted:
    """One line that would leave. `assertion` says how it is known ("" where that is not known), `months_old` how long ago
    it happened (None where that is not known)."""

    field: str
    assertion: str = ""
    months_old: int | None = None


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition by its name, with its number where it takes one."""

    name: str
    number: int = 0


@dataclass(frozen=True, slots=True)
class Named:
    """A condition that there is: its words (`{n}` for the number), and whether it holds. None means: that is not known."""

    words: str
    holds: Callable[[Mapping[str, bool], Wanted, int], bool | None]
    takes_number: bool = False


def _fact(name: str) -> Callable[[Mapping[str, bool], Wanted, int], bool | None]:
    return lambda facts, _line, _number: facts.get(name)


CONDITIONS: dict[str, Named] = {
    "open_to_recipient": Named(
        "the child is open to the agency that receives it", _fact("open_to_recipient")
    ),
    "open_to_holder": Named("the child is open to the agency that holds it", _fact("open_to_holder")),
    "fact_only": Named(
        "it is a fact: seen or heard, the child’s own words, or from a record",
        lambda _facts, line, _number: line.assertion in FACTS if line.assertion else None,
    ),
    "not_older_than": Named(
        "it happened no longer than {n} months ago",
        lambda _facts, line, number: None if line.months_old is None else line.months_old <= number,
        takes_number=True,
    ),
}


def holds(condition: Condition, facts: Mapping[str, bool], line: Wanted) -> bool | None:
    """Does it hold? None where the facts do not say, and for a condition that there is not."""
    named = CONDITIONS.get(condition.name)
    return named.holds(facts, line, condition.number) if named else None


def in_words(condition: Condition) -> str:
    """The condition as somebody reads it aloud."""
    named = CONDITIONS.get(condition.name)
    return named.words.format(n=condition.number) if named else f"“{condition.name}” (no such condition)"
