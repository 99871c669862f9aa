"""What goes wrong, as pairs of invented records: wrong joins and misses of a night on the held-out 10,000.

`python -m benchmarks.matching.failures` prints them. To read and to show, never to tune by.
"""

import sys

import numpy as np

from benchmarks.matching.world import World, world
from plait.matching import batch
from plait.matching.guards import Guard
from plait.matching.model import Model, current
from plait.matching.ports import features_of, filing
from plait.matching.score import score
from plait.matching.splink_table import table

EACH = 8


def _said(made: World, row: int) -> str:
    one = made.plain.one(row)
    said = (
        one.forename,
        one.middle,
        one.surname,
        one.previous and f"({one.previous})",
        one.born,
        one.postcode,
        one.nhs,
    )
    return " · ".join(part for part in said if part)  # fmt: skip


def _line(made: World, model: Model, one: int, other: int) -> str:
    known = features_of(filing(made.plain.one(other), [other]).feature_rows())
    scored = score(made.plain.one(one), known, model)
    guard = Guard(int(scored.guards[0]))
    return f"| {_said(made, one)} | {_said(made, other)} | {scored.unguarded[0]:+.1f} | {guard.words} |"


def main() -> None:
    """Pairs wrongly in one cluster, and pairs of one person in two, some of each drawn at random."""
    made, model = world(10_000), current()
    records = table(made.plain, np.arange(len(made.plain)))
    found = batch.run(records, model)
    truth, label = made.population.records["person_id"].astype(np.int64), found.clusters.label
    random = np.random.default_rng(9)
    wrong, missed = [], []
    for one in random.permutation(len(truth)).tolist():
        wrong += [
            (one, int(row)) for row in np.flatnonzero((label == label[one]) & (truth != truth[one]))[:1]
        ]
        missed += [
            (one, int(row)) for row in np.flatnonzero((label != label[one]) & (truth == truth[one]))[:1]
        ]
    for title, pairs in (("One cluster, two people", wrong), ("One person, two clusters", missed)):
        print(f"\n{title}: {len(pairs)} records of {len(truth)}\n", file=sys.stderr)
        for pair in pairs[:EACH]:
            print(_line(made, model, *pair))
        print()


if __name__ == "__main__":
    main()
