"""A search on PostgreSQL against what one would build of Splink's own calls, in one run on the same queries."""

import time
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
from splink import DuckDBAPI, Linker
from splink.internals.realtime import compare_records

from benchmarks.figures import Figure, p95
from benchmarks.matching import searching
from benchmarks.matching.world import World
from plait.matching import splink_model
from plait.matching.definition import ROWS_LEAST_TF
from plait.matching.keys import near_spellings, query_keys, query_variants
from plait.matching.model import Model
from plait.matching.search import CAP, search
from plait.matching.splink_table import table
from plait.matching.standardise import Standards
from plait.population import KINDS

CANDIDATES = 50
PREDICTED = 12


def _with_shares(records: Any, model: Model) -> Any:
    for column in ("forename", "surname"):
        known = model.frequencies[column]
        shares = [known.get(name, ROWS_LEAST_TF) if name else None for name in records[column].to_pylist()]
        records = records.append_column(f"tf_{column}", pa.array(shares, pa.float64()))
    return records


def against_compare_records(made: World, store: Any, model: Model, each: int, size: str) -> Figure:
    """Keys in PostgreSQL, then Splink's `compare_records` with its cached SQL on 50 candidates; and this, by turns."""
    asked = [
        (kind, *one)
        for kind in KINDS
        for one in made.queries(made.population.queries(kind, each, made.seed + 1))
    ]
    settings = splink_model.trained_settings(model)
    everyone = _with_shares(table(made.plain, np.arange(len(made.plain))), model)
    ours, theirs, hit_ours, hit_theirs = [], [], 0, 0
    with duckdb.connect() as connection:
        database = DuckDBAPI(connection)
        for turn, (_, query, truth, _) in enumerate(asked):
            started = time.perf_counter()
            said = search(query, store, model)
            took = (time.perf_counter() - started) * 1000
            hit = any(one.person == str(truth) for one in said.candidates)
            started = time.perf_counter()
            vocabulary = store.near_names(query_variants(query))
            keys = query_keys(query, near_spellings(query, vocabulary))
            refs = store.candidates(keys, cap_per_key=CAP).refs
            known = store.features(refs)
            spent = time.perf_counter() - started
            # fifty candidates, the true one among them where the keys have it: the most that this way can find
            chosen = list(refs[:CANDIDATES].tolist())
            mine = [
                ref for ref, person in zip(refs.tolist(), known.person, strict=True) if person == str(truth)
            ]
            if mine and mine[0] not in chosen:
                chosen[-1] = mine[0]
            chosen = (chosen + list(range(CANDIDATES)))[:CANDIDATES]
            right = everyone.take(
                pa.array(chosen)
            )  # not counted: a service would read them with the features
            left = _with_shares(table(Standards.of([query]), [-1]), model)
            started = time.perf_counter()
            scored = compare_records(left, right, settings, database, sql_cache_key="plait")
            best = connection.sql(
                f"select ref_r from {scored.physical_name} order by match_weight desc limit 10"  # noqa: S608
            ).fetchall()
            spent += time.perf_counter() - started
            scored.drop_table_from_database_and_remove_from_cache(force_non_splink_table=True)
            if turn >= 10:
                ours.append(took)
                theirs.append(spent * 1000)
                hit_ours += hit
                hit_theirs += any(made.persons[ref] == str(truth) for (ref,) in best)
    recall, here = (hits / len(ours) for hits in (hit_theirs, hit_ours))
    beside = f"p95 {p95(theirs):.1f} ms and recall {recall:.3f}; here {p95(ours):.1f} ms and {here:.3f}"
    ratio = p95(ours) / p95(theirs) if hit_ours >= hit_theirs else float("nan")
    return Figure(f"p95 against keys and compare_records at {size}", ratio, "times", beside, 1 / 3, 1 / 5)


def against_predict_between(made: World, found: searching.Found, model: Model, size: str) -> Figure:
    """One new record against the whole table by Splink's own call; for the record."""
    took = []
    records = table(made.plain, np.arange(len(made.plain)))
    asked = made.queries(made.population.queries("exact", PREDICTED, made.seed + 2))
    with duckdb.connect() as connection:
        database = DuckDBAPI(connection)
        everyone = database.register(records, dataset_display_name="everyone")
        linker = Linker(everyone, splink_model.trained_settings(model), log_level=40)
        for column in ("forename", "surname"):
            linker.table_management.compute_tf_table(column)
        for number, (query, _, _) in enumerate(asked):
            one = table(Standards.of([query]), [-1 - number])
            started = time.perf_counter()
            left = database.register(one, dataset_display_name=f"one_{number}")
            scored = linker.inference.predict_between(left, everyone, warning_mode="never")
            connection.sql(f"select * from {scored.physical_name}").fetchall()  # noqa: S608
            took.append((time.perf_counter() - started) * 1000)
    ours, theirs = p95(found.took), p95(took[2:])
    said = f"{theirs:.0f} ms against {ours:.1f} ms, {len(took) - 2} calls; printed for the record"
    return Figure(f"predict_between's p95 over ours at {size}", theirs / ours, "times", said, 1, 1, "higher")
