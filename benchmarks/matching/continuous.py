"""Records fed one at a time into a warm index: who joins by itself, who is put to somebody. Ids and merges: `identity`."""

import time
from typing import Any

import numpy as np

from benchmarks.figures import Figure
from benchmarks.matching.world import World
from plait.matching.answers import answer, corroborated
from plait.matching.crowds import standing_in
from plait.matching.model import Model
from plait.matching.ports import filing
from plait.matching.search import look_up
from plait.matching.standardise import Standard
from plait.people.rules.identity import Candidate, Limits, decide_link

LOOKED_AT = 60  # people whom the engine names (people/queries/finding)
FED = 10_000  # at a thousand joins one that is wrong is already below the floor


def chosen_rows(made: World) -> tuple[Any, Any]:
    """Rows that are there already, and those fed."""
    order = np.random.default_rng(17).permutation(len(made.plain))
    fed = min(FED, len(order) // 10)
    return np.sort(order[fed:]), order[:fed]


def judged(query: Standard, store: Any, model: Model) -> list[Candidate]:
    """Whom a record may be of, as `people.queries.finding.candidates_of` finds them; nobody here is protected."""
    scored, dropped = look_up(query, store, model)
    said = answer(query, scored, model, dropped=dropped, most=LOOKED_AT)
    nobody = standing_in(scored)
    found = [
        Candidate(
            one.person,
            one.unguarded if one.guard else one.score,
            guard="relative" if one.guard else "",
            names_alone=not corroborated(scored, one.row),
        )
        for one in (*said.candidates, *said.relatives)
        if not nobody[one.row]
    ]
    return [one for one in found if one.score >= model.lines.possible]


def feed(made: World, store: Any, fed: Any, warm: Any, model: Model, size: str) -> list[Figure]:
    """Each record becomes what `rules.identity.decide_link` says, as the engine's turn does it: it joins, is put to somebody,
    or is somebody new. A second person over the line, whom it does not join, is put to somebody as well."""
    known = {made.persons[row] for row in warm.tolist()}
    limits = Limits(join=model.lines.join, review=model.lines.possible)
    joined = right = review = missed = 0
    given: dict[int, str] = {}
    started = time.perf_counter()
    for row in fed.tolist():
        query, truth = made.plain.one(row), made.persons[row]
        decision = decide_link(judged(query, store, model), limits)
        person = decision.person if decision.outcome == "join" else f"new:{row}"
        if decision.outcome == "join":
            joined += 1
            right += person == truth or (person.startswith("new:") and given.get(int(person[4:])) == truth)
        elif decision.outcome != "review" and truth in known:
            missed += 1
        review += decision.outcome == "review" or bool(decision.rivals)
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
