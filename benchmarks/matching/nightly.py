"""The nightly batch against plain Splink on the same rules, its clusters, and whether its weights are those of a search."""

import time
from typing import Any

import duckdb
import numpy as np

from benchmarks.figures import Figure, ratio_of_rounds
from benchmarks.matching.pairs import pair_precision_recall
from benchmarks.matching.world import World
from plait.matching import batch
from plait.matching.model import Model
from plait.matching.ports import features_of, filing
from plait.matching.score import score
from plait.matching.splink_table import table

ROUNDS = 3
EDGES_COMPARED = 4000


def plain_splink(records: Any, model: Model) -> float:
    """Seconds of scoring and clustering by Splink alone: the same model, rules and line."""
    started = time.perf_counter()
    with duckdb.connect() as connection:
        linker = batch.linker(connection, records, model, keep_levels=False)
        edges = linker.inference.predict(threshold_match_weight=model.lines.cluster, warning_mode="never")
        linker.clustering.cluster_pairwise_predictions_at_threshold(
            edges, threshold_match_weight=model.lines.cluster
        )
    return time.perf_counter() - started


def night(made: World, model: Model, size: str) -> list[Figure]:
    """Batch, clusters, parity."""
    records = table(made.plain, np.arange(len(made.plain)))
    plain, ours = [], []
    for _ in range(ROUNDS):
        plain.append(plain_splink(records, model))
        started = time.perf_counter()
        found = batch.run(records, model)
        ours.append(time.perf_counter() - started)
    against = f"plain Splink {np.median(plain):.1f} s, this {np.median(ours):.1f} s, {ROUNDS} rounds by turns"
    ratio = ratio_of_rounds(ours, plain)
    return [
        Figure(f"nightly batch with a saved model at {size}", ratio, "times", against, 1.3, 1.0),
        *_clusters(made, found, size),
        _parity(made, found, model, size),
    ]


def _clusters(made: World, found: batch.Night, size: str) -> list[Figure]:
    truth = made.population.records["person_id"].astype(np.int64)
    label = found.clusters.label
    precision, recall = pair_precision_recall(label, truth)
    sizes = np.bincount(label)
    unreviewed = sizes.copy()
    unreviewed[list(found.clusters.review)] = 0
    said = f"{int((sizes > 0).sum())} clusters, {len(found.clusters.refused)} edges refused"
    big = f"biggest {int(sizes.max())}, {len(found.clusters.review)} for review; of a true person {int(np.bincount(truth).max())}"
    return [
        Figure(
            f"clusters after guards at {size}: precision", precision, "of 1", said, 0.995, 0.997, "higher"
        ),
        Figure(f"clusters after guards at {size}: recall", recall, "of 1", said, 0.89, 0.91, "higher"),
        Figure(
            f"clusters at {size}: biggest without review", float(unreviewed.max()), "records", big, 12, 12
        ),
    ]


def _parity(made: World, found: batch.Night, model: Model, size: str) -> Figure:
    """The same pairs, compared by a search: equal when within 0.01 bit and under the same guard."""
    count = len(found.edges)
    rows = np.random.default_rng(5).choice(count, min(EDGES_COMPARED, count), replace=False)
    edges = found.edges.take(rows).to_pydict()
    equal = 0
    for one, other, bits, guard in zip(
        edges["one"], edges["other"], edges["score"], edges["guard"], strict=True
    ):
        known = features_of(filing(made.plain.one(other), [other]).feature_rows())
        scored = score(made.plain.one(one), known, model)
        equal += abs(scored.unguarded[0] - bits) <= 0.01 and int(scored.guards[0]) == guard
    said = f"{equal} of {len(rows)} edges, guard and weight"
    return Figure(
        f"online weight is the batch's at {size}", 100 * equal / len(rows), "%", said, 99.0, 99.9, "higher"
    )
