"""What the sharing gate costs: a thousand clauses beside twenty, and beside Cedar at two hundred. Every answer with its reasons.

`./run bench gate` prints a table and ends with 1 unless every figure holds; `--json` prints one object a line.
"""

import random
import statistics
import sys
from collections.abc import Callable, Sequence
from time import perf_counter
from typing import Annotated, Any

import cedarpy
import typer

from benchmarks.figures import Figure, show
from benchmarks.gate.agreeing import against_cedar, against_table
from benchmarks.gate.partnership import a_partnership
from plait.sharing.rules import Clauses, Request, decide
from plait.sharing.rules.cedar import question, to_cedar

FEW, CEDARS, MANY = 20, 200, 1_000
ROUNDS, ASKED, ASKED_OF_CEDAR = 9, 2_000, 200
GROWTH, TIMES_CEDAR, ANSWERS = 2.0, 20.0, 20_000


def seconds(act: Callable[[], Any]) -> float:
    """How long it takes."""
    began = perf_counter()
    act()
    return perf_counter() - began


def rate_ratios(clauses: Clauses, requests: Sequence[Request]) -> tuple[list[float], float, float]:
    """In each round our rate over Cedar's, taken one after the other so that both meet the same machine; and the medians."""
    policies = cedarpy.PolicySet.from_str(to_cedar(clauses.all))
    fewer = requests[:ASKED_OF_CEDAR]
    questions = [question(one, one.lines[0]) for one in fewer]
    ratios, ours, theirs = [], [], []
    for _ in range(ROUNDS):
        cedar = seconds(lambda: cedarpy.is_authorized_batch(questions, policies, [])) / len(questions)
        gate = seconds(lambda: [decide(one, clauses) for one in requests]) / len(requests)
        ratios.append(cedar / gate)
        ours.append(1 / gate)
        theirs.append(1 / cedar)
    return ratios, statistics.median(ours), statistics.median(theirs)


def main(json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False) -> None:
    """Measure, print, and end with 1 unless every figure holds."""
    chance = random.Random(20261127)
    few, middle, many = (a_partnership(chance, size) for size in (FEW, CEDARS, MANY))
    growth, cost = [], {FEW: [], MANY: []}  # type: ignore[var-annotated]
    for side in (few, many):
        [decide(one, side.clauses) for one in side.requests[:200]]
    for _ in range(ROUNDS):
        took = {
            size: seconds(lambda side=side: [decide(one, side.clauses) for one in side.requests])  # type: ignore[misc]
            / len(side.requests)
            for size, side in ((FEW, few), (MANY, many))
        }
        growth.append(took[MANY] / took[FEW])
        for size, value in took.items():
            cost[size].append(value)
    ratios, ours, theirs = rate_ratios(middle.clauses, middle.requests)
    laying_out = statistics.median(seconds(lambda: Clauses(many.clauses.all)) for _ in range(ROUNDS))
    cedar, table = against_cedar(ANSWERS, seed=1), against_table(ANSWERS, seed=1)
    few_cost, many_cost = (statistics.median(cost[size]) * 1e6 for size in (FEW, MANY))
    figures = [
        Figure(
            "decide() at 1,000 clauses over 20, with reasons", statistics.median(growth), "times",
            f"{many_cost:.1f} µs over {few_cost:.1f} µs; laying 1,000 out afresh {laying_out * 1e3:.0f} ms", GROWTH, GROWTH,
        ),
        Figure(
            "decide() over Cedar's rate at 200 clauses", statistics.median(ratios), "times",
            f"{ours:,.0f} over {theirs:,.0f} a second", TIMES_CEDAR, TIMES_CEDAR, better="higher",
        ),
        Figure(f"answers unlike Cedar's, of {cedar.compared:,}", len(cedar.differing), "answers", 0, 0, 0),
        Figure(f"answers unlike the table's, of {table.compared:,}", len(table.differing), "answers", 0, 0, 0),
    ]  # fmt: skip
    if json:
        for one in figures:
            print(one.as_json())
    else:
        show(figures, title="The sharing gate")
    sys.exit(not all(one.holds for one in figures))


if __name__ == "__main__":
    typer.run(main)
