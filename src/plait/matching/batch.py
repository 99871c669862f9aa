"""A night's scoring by Splink on DuckDB with a saved model, and clusters after guards. It decides nothing: it answers edges.

Differences from the live identities are the caller's to classify and to queue.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
from splink import DuckDBAPI, Linker

from plait.matching import splink_model
from plait.matching.cluster import Clusters, clusters
from plait.matching.columns import Coded
from plait.matching.crowds import pass_crowds_by, rules_for
from plait.matching.definition import COMPARISONS, ROWS_LEAST_TF
from plait.matching.guards import DIFFERENT_DATES, SWAPPED_NAMES, UNLIKE_FORENAMES, Guard
from plait.matching.model import Model, WrongModel

_SAME = 1e-6  # bits; two weights closer than this are one


@dataclass(frozen=True, slots=True)
class Night:
    """What a run answers. `edges`: arrow table (one, other, score before the guard, guard); `one` and `other` are places in
    the input; guarded pairs are in it, over the same line. `clusters` are by place as well.
    """

    edges: Any
    clusters: Clusters


def linker(connection: Any, records: Any, model: Model, *, keep_levels: bool = True) -> Linker:
    """Splink over a table as `splink_table.table` makes it, with the model's own frequencies."""
    database = DuckDBAPI(connection)
    rules = rules_for(records.column_names)
    settings = splink_model.trained_settings(model, keep_levels=keep_levels, rules=rules)
    made = Linker(database.register(records, dataset_display_name="records"), settings, log_level=40)
    for column in (one.frequency for one in COMPARISONS if one.frequency):
        made.table_management.register_term_frequency_lookup(
            database.register(shares(records, model, column), dataset_display_name=f"shares_of_{column}"),
            column,
        )
    return made


def shares(records: Any, model: Model, column: str) -> Any:
    """How common each name in a column is, by the model, as Splink reads it."""
    known = model.frequencies[column]
    names = [name for name in records[column].unique().to_pylist() if name]
    return pa.table(
        {
            column: pa.array(names, pa.string()),
            f"tf_{column}": pa.array([known.get(name, ROWS_LEAST_TF) for name in names], pa.float64()),
        }
    )


def guard_sql(model: Model) -> str:
    """What `guards.guard` says of a row of Splink's answer, which keeps no levels but the weights that tell them apart."""

    def on(comparison: str, first: int, last: int | None = None) -> str:
        weights = [math.log2(one.m / one.u) for one in model.levels[comparison]]
        chosen, others = weights[first:last], [*weights[:first], *(weights[last:] if last else []), 0.0]
        if any(abs(one - other) < _SAME for one in chosen for other in others):
            raise WrongModel(f"Two levels of {comparison} weigh the same, so a batch cannot tell them apart.")
        return "(" + " or ".join(f"abs(mw_{comparison} - ({one!r})) < {_SAME}" for one in chosen) + ")"

    return (
        f"case when {on('nhs', 0, 1)} or {on('upn', 0, 1)} then {Guard.NONE:d}"
        f" when {on('nhs', 1)} or {on('upn', 1)} then {Guard.NUMBERS_DISAGREE:d}"
        f" when {on('forename', UNLIKE_FORENAMES)} then {Guard.FIRST_NAMES_UNLIKE:d}"
        f" when {on('born', DIFFERENT_DATES)} then {Guard.DATES_DIFFER:d}"
        f" when mw_forename = 0 and mw_born = 0 and not {on('surname', SWAPPED_NAMES, SWAPPED_NAMES + 1)}"
        f" then {Guard.ONLY_THE_HOUSEHOLD:d} else {Guard.NONE:d} end"
    )


def score_all(records: Any, model: Model, *, line: float, connection: Any = None) -> Any:
    """Edges (one, other, score, guard) of every pair the blocking rules bring whose unguarded score is over the line."""
    own = connection is None
    connection = connection or duckdb.connect()
    try:
        found = linker(connection, records, model).inference.predict(
            threshold_match_weight=line, warning_mode="never"
        )
        return connection.sql(
            f"select ref_l one, ref_r other, match_weight score, ({guard_sql(model)})::tinyint guard from {found.physical_name}"  # noqa: S608
        ).to_arrow_table()
    finally:
        if own:
            connection.close()


def run(
    records: Any,
    model: Model,
    *,
    say: Callable[[str], None] = lambda _: None,
    score: Callable[..., Any] = score_all,
) -> Night:
    """Score and cluster records whose `ref` is their place (0, 1, ...), with columns as `splink_table.table` gives them.

    `score`: on which engine (`score_all` here, `spark.score_all` where one machine is too small)."""
    records, passed_by = pass_crowds_by(records)
    if passed_by:
        say(passed_by)
    say("comparing")
    edges = score(records, model, line=model.lines.possible)
    say("clustering")
    return Night(edges, guarded_clusters(records, edges, line=model.lines.cluster))


def guarded_clusters(records: Any, edges: Any, *, line: float) -> Clusters:
    """Clusters from edges over the line, none across a guard."""
    one, other = (edges[name].to_numpy() for name in ("one", "other"))
    score, guard = edges["score"].to_numpy(), edges["guard"].to_numpy()
    joins, parts = (guard == 0) & (score >= line), guard > 0
    numbers = [Coded.of(records[name]).codes_or(-1) for name in ("nhs", "upn")]
    return clusters(
        len(records),
        (one[joins].astype(np.int64), other[joins].astype(np.int64), score[joins].astype(np.float64)),
        (one[parts].astype(np.int64), other[parts].astype(np.int64)),
        numbers,
    )
