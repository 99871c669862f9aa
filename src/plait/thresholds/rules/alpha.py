"""How far several agencies read the same texts alike: Krippendorff's alpha, with how sure it is. Pure.

Chance is taken off: 1 is reading alike, 0 no more alike than by chance, below 0 worse. Agencies that did not score a text
are left out of it; a text with one scorer says nothing. Definition: K. Krippendorff, "Computing Krippendorff's
Alpha-Reliability" (2011), whose worked example the tests compute.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations_with_replacement
from math import factorial
from random import Random
from typing import Literal

Metric = Literal["nominal", "ordinal", "interval"]
Units = tuple[tuple[int, ...], ...]  # for each text, what each scorer of it said
Pairs = list[list[float]]

FEW = 3  # from so many texts on it is said how sure the number is
EXACT = 6  # up to so many texts every way to draw them anew is weighed; above, so many are drawn:
DRAWS = 1_000
SURE = 0.95


@dataclass(frozen=True, slots=True)
class Agreement:
    """`alpha` is None where nothing can be said: `why` is "no-pairs" or "no-variation". The interval is None with few texts.

    `units` counts the texts with two scorers or more, `scores` what was said of them.
    """

    alpha: float | None
    low: float | None
    high: float | None
    units: int
    scores: int
    why: str = ""


@lru_cache(maxsize=512)
def agreement(units: Units, metric: Metric) -> Agreement:
    """Alpha of these texts, with the middle 95 per cent of it when the texts are drawn anew."""
    paired = tuple(unit for unit in units if len(unit) > 1)
    scores = sum(len(unit) for unit in paired)
    if not paired:
        return Agreement(None, None, None, 0, 0, "no-pairs")
    values = sorted({value for unit in paired for value in unit})
    if len(values) == 1:
        return Agreement(None, None, None, len(paired), scores, "no-variation")
    tables = [_pairs(unit, values) for unit in paired]
    alpha = _alpha(tables, [1] * len(tables), values, metric)
    low, high = _interval(tables, values, metric) if len(tables) >= FEW else (None, None)
    return Agreement(alpha, low, high, len(paired), scores)


def _pairs(unit: Sequence[int], values: Sequence[int]) -> Pairs:
    """How often each value stands beside each other one in this text, each scorer counting once."""
    count = Counter(unit)
    share = len(unit) - 1
    return [[count[one] * (count[other] - (one == other)) / share for other in values] for one in values]


def _alpha(
    tables: Sequence[Pairs], times: Sequence[int], values: Sequence[int], metric: Metric
) -> float | None:
    """Alpha of the texts, each counted so often; None where what they hold does not vary."""
    size = range(len(values))
    seen = [
        [sum(n * table[one][other] for n, table in zip(times, tables, strict=True) if n) for other in size]
        for one in size
    ]
    margins = [sum(row) for row in seen]
    total = sum(margins)
    apart = _DISTANCES[metric](values, margins)
    expected = sum(margins[a] * margins[b] * apart(a, b) for a in size for b in size if a < b)
    if not expected:
        return None
    observed = sum(seen[a][b] * apart(a, b) for a in size for b in size if a < b)
    return float(1 - (total - 1) * observed / expected)


def _nominal(values: Sequence[int], margins: Sequence[float]) -> Callable[[int, int], float]:
    return lambda a, b: float(a != b)


def _interval_distance(values: Sequence[int], margins: Sequence[float]) -> Callable[[int, int], float]:
    return lambda a, b: float(values[a] - values[b]) ** 2


def _ordinal(values: Sequence[int], margins: Sequence[float]) -> Callable[[int, int], float]:
    return lambda a, b: (sum(margins[a : b + 1]) - (margins[a] + margins[b]) / 2) ** 2


_DISTANCES = {"nominal": _nominal, "ordinal": _ordinal, "interval": _interval_distance}


def _interval(
    tables: Sequence[Pairs], values: Sequence[int], metric: Metric
) -> tuple[float | None, float | None]:
    """The bounds between which alpha lies in 95 of 100 draws; None where most draws hold nothing that varies."""
    found: list[tuple[float, float]] = []
    lost = 0.0
    for times, weight in _draws(len(tables)):
        alpha = _alpha(tables, times, values, metric)
        if alpha is None:
            lost += weight
        else:
            found.append((alpha, weight))
    kept = sum(weight for _, weight in found)
    if lost >= kept:
        return None, None
    found.sort()
    tail = (1 - SURE) / 2 * kept
    return _at(found, tail), _at(found, kept - tail)


def _draws(count: int) -> Iterator[tuple[list[int], float]]:
    """Ways to draw so many texts out of as many, each put back, and the weight of each: all of them where they are few."""
    if count <= EXACT:
        for drawn in combinations_with_replacement(range(count), count):
            often = Counter(drawn)
            weight = float(factorial(count))
            for times in often.values():
                weight /= factorial(times)
            yield [often[one] for one in range(count)], weight
        return
    chance = Random(count)  # noqa: S311 - the same texts give the same bounds on every day
    for _ in range(DRAWS):
        often = Counter(chance.choices(range(count), k=count))
        yield [often[one] for one in range(count)], 1.0


def _at(found: Sequence[tuple[float, float]], mark: float) -> float:
    reached = 0.0
    for alpha, weight in found:
        reached += weight
        if reached >= mark - 1e-9:
            return alpha
    return found[-1][0]


def reading(found: Agreement) -> str:
    """What the number says, in a sentence; of the words of the levels, never of a person."""
    if found.why == "no-pairs":
        return "A vignette with one scorer says nothing yet."
    if found.why == "no-variation" or found.alpha is None:
        return (
            "Everybody said the same of everything. Vignettes that differ are needed to tell it from chance."
        )
    unsure = found.low is None or found.low < 0.667
    if found.alpha >= 0.8:
        return "Read alike so far. Too few vignettes to be sure." if unsure else "Read alike."
    if found.alpha >= 0.667:
        return "Read nearly alike. Talk about where the views part."
    if found.alpha > 0.2:
        return "Not read alike yet. The words of the levels need work."
    return "Hardly read more alike than by chance. The words of the levels need work."
