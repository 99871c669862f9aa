"""Why two records score what they score, in words: what each comparison added, and what forbade it. The parts add up exactly."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from plait.matching.definition import COMPARISONS
from plait.matching.guards import Guard
from plait.matching.model import Model
from plait.matching.score import Scored
from plait.matching.standardise import Standard

Kind = Literal["prior", "comparison", "commonness", "guard"]


@dataclass(frozen=True, slots=True)
class Part:
    """One step of the sum. `level` is the definition's name of it, empty where nothing was known on one side."""

    kind: Kind
    subject: str
    level: str
    words: str
    weight: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """The whole sum. `score` is the sum of the parts' weights, to the last bit."""

    parts: tuple[Part, ...]
    score: float
    guard: Guard

    @property
    def why_not(self) -> tuple[str, ...]:
        """What speaks against one person: the guard first, then comparisons that took something away, the heaviest first."""
        against = sorted(
            (part for part in self.parts if part.kind == "comparison" and part.weight < 0),
            key=lambda one: one.weight,
        )
        reasons = [f"{part.subject.capitalize()}: {part.words}." for part in against]
        return tuple([self.guard.words, *reasons] if self.guard else reasons)


def explain(query: Standard, scored: Scored, row: int, model: Model) -> Explanation:
    """The sum of one candidate."""
    parts = [Part("prior", "before comparing", "", "any two records, drawn at random", model.prior)]
    for comparison in COMPARISONS:
        level = int(scored.levels[comparison.name][row])
        if level < 0:
            parts.append(
                Part("comparison", comparison.words, "", "not known on both sides, so it counts nothing", 0.0)
            )
            continue
        said = comparison.levels[level]
        parts.append(
            Part("comparison", comparison.words, said.name, said.words, model.weights[comparison.name][level])
        )
        if comparison.frequency and level == 0:
            more = model.commonness(comparison.frequency, getattr(query, comparison.frequency))
            words = "a rare one, so it counts for more" if more > 0 else "a common one, so it counts for less"
            parts.append(Part("commonness", comparison.words, said.name, words, more))
    guard = Guard(int(scored.guards[row]))
    if guard:
        held = float(scored.score[row] - scored.unguarded[row])
        parts.append(Part("guard", "guard", guard.name.lower(), guard.words, held))
    return Explanation(tuple(parts), float(np.sum([part.weight for part in parts])), guard)
