"""Records fed one at a time into a warm index: who joins by itself, who is put to somebody. Ids and merges: `identity`."""

import time
from typing import Any

import numpy as np

from benchmarks.figures import Figure
from benchmarks.matching.world import World
from plait.matching.answers import corroborated
from plait.matching.model import Model
from plait.matching.ports import filing
from plait.matching.search import search

FED = 10_000  # at a thousand joins one that is wrong is already below the floor


def chosen_rows(made: World) -> tuple[Any, Any]:
    """Rows that are there already, and those fed."""
    order = np.random.default_rng(17).permutation(len(made.plain))
    fed = min(FED, len(order) // 10)
    return np.sort(order[fed:]), order[:fed]


def feed(made: World, store: Any, fed: Any, warm: Any, model: Model, size: str) -> list[Figure]:
    """Join to the best person at the line of joining; under it and over the possible, or two people over it, somebody looks."""
    known = {made.persons[row] for row in warm.tolist()}
    joined = right = review = missed = 0
    given: dict[int, str] = {}
    started = time.perf_counter()
    for row in fed.tolist():
        query, truth = made.plain.one(row), made.persons[row]
        said = search(query, store, model)
        over = [one for one in said.candidates if one.score >= model.lines.join]
        sure = [one for one in over if corroborated(said.scored, one.row)]  # names alone are a question
        best = said.candidates[0] if said.candidates else None
        person = f"new:{row}"
        if len(over) == len(sure) == 1:
            person = sure[0].person
            joined += 1
            right += person == truth or (person.startswith("new:") and given.get(int(person[4:])) == truth)
        elif best is not None and (over or best.score >= model.lines.possible):
            review += 1
        elif truth in known:
            missed += 1
        if person.startswith("new:") and int(person[4:]) == row:
            given[row] = truth
        store.put(filing(query, [row], [person]))
    rate = len(fed) / (time.perf_counter() - started)
    came = f"{right} of {joined} joined; {missed} known ones taken for new; {rate:.0f} records a second"
    return [
        Figure(
            f"continuous linking at {size}: precision",
            right / max(1, joined),
            "of 1",
            came,
            0.999,
            0.999,
            "higher",
        ),
        Figure(
            f"continuous linking at {size}: put to somebody",
            100 * review / len(fed),
            "%",
            f"{review} of {len(fed)}",
            3.5,
            3.0,
        ),
    ]
