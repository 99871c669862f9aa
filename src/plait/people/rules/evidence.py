"""Why two records may be of one person, in words: what each comparison added, and what forbids it."""

from collections.abc import Sequence
from dataclasses import dataclass

from plait.matching.explain import Explanation, Part
from plait.matching.guards import Guard
from plait.matching.model import Lines, current

# From how many bits on which words are used. The numbers never stand on the screen.
_AMOUNTS = ((8.0, "very much"), (4.0, "much"), (1.5, "some"), (0.25, "a little"))
_GUARDED = {
    Guard.NUMBERS_DISAGREE: "Each has a number of their own: not this person.",
    Guard.FIRST_NAMES_UNLIKE: "Possible twin, sister or brother: same family, not this person.",
    Guard.ONLY_THE_HOUSEHOLD: "Only the home or the surname agrees: perhaps the family; nothing shows that it is this person.",
    Guard.DATES_DIFFER: "Possible parent and child, or relatives of one name: same family, not this person.",
}


@dataclass(frozen=True, slots=True)
class Step:
    """One row of the sum, in words: `name` is what was compared, `what` how it stood, `much` what it did."""

    name: str
    what: str
    much: str
    start: float
    end: float

    @property
    def weight(self) -> float:
        """What it added, in bits."""
        return self.end - self.start

    @property
    def sentence(self) -> str:
        """The row read aloud."""
        return f"{self.name}: {self.what}, {self.much}"


@dataclass(frozen=True, slots=True)
class Shown:
    """A sum in words."""

    steps: tuple[Step, ...]
    speaks_for: tuple[str, ...]
    speaks_against: tuple[str, ...]
    guard: str
    level: str
    sign: str
    colour: str


def amount(weight: float) -> str:
    """How much that adds or takes away, in words."""
    for least, words in _AMOUNTS:
        if abs(weight) >= least:
            return f"adds {words}" if weight > 0 else f"takes away {words}"
    return "changes nothing"


def shown(explanation: Explanation, *, score: float) -> Shown:
    """The whole sum: each comparison once, with how common the name is; what was not known on both sides says nothing."""
    lines = current().lines
    steps = _steps(explanation.parts)
    told = [one for one in steps[1:] if one.much != "changes nothing"]
    kin = any(one.name in ("Surname", "Address") and one.weight > 0 for one in told)
    level, sign, colour = _level(explanation.guard, score, lines, kin=kin)
    return Shown(
        steps=steps,
        speaks_for=tuple(one.sentence for one in told if one.weight > 0),
        speaks_against=tuple(
            one.sentence for one in sorted(told, key=lambda one: one.weight) if one.weight < 0 and one.name != "Guard"
        ),
        guard=_GUARDED.get(explanation.guard, "") if kin else explanation.guard.words,
        level=level,
        sign=sign,
        colour=colour,
    )  # fmt: skip


def _level(guard: Guard, score: float, lines: Lines, *, kin: bool) -> tuple[str, str, str]:
    if guard and not kin:
        return "Not this person", "cross", "grey"
    if guard:
        return "Same family, not this person", "person", "purple"
    if score >= lines.known:
        return "Very likely", "tick", "green"
    if score >= lines.possible:
        return "Possible", "question", "blue"
    return "Little speaks for it", "ring", "grey"


def _steps(parts: Sequence[Part]) -> tuple[Step, ...]:
    rows: list[tuple[str, str, float]] = []
    for part in parts:
        if part.kind == "prior":
            rows.append(("To begin with", "two people taken at random are hardly ever one", part.weight))
        elif part.kind == "guard":
            rows.append(("Guard", part.words.rstrip("."), part.weight))
        elif part.kind == "commonness" and rows:
            name, what, weight = rows[-1]
            how = "a rare one" if part.weight > 0 else "a common one"
            rows[-1] = (name, f"{what}, {how}", weight + part.weight)
        elif part.level:
            rows.append((part.subject[:1].upper() + part.subject[1:], part.words, part.weight))
    steps, at = [], 0.0
    for name, what, weight in rows:
        steps.append(Step(name, what, amount(weight), at, at + weight))
        at += weight
    return tuple(steps)
