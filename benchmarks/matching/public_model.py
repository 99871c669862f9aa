"""A model for a public set: the engine's own comparisons, trained there without its truth, and what else the set holds.

A public set has no NHS or pupil numbers, and other columns of its own. The comparisons, guards and clustering are the engine's;
the set's further columns are added as comparisons beside them, and blocking rules that do without numbers.
"""

from dataclasses import dataclass
from typing import Any

import duckdb
import splink.comparison_level_library as library
import splink.comparison_library as comparisons
from splink import DuckDBAPI, Linker

from plait.matching import batch, splink_model
from plait.matching.definition import COMPARISONS, LEAST_M
from plait.matching.model import Lines, Model, Trained, current

_FILL = 1e-4


@dataclass(frozen=True, slots=True)
class Means:
    """How a public set is linked: its own columns (compared exactly, nearly, or not; the commoner, the less), more blocking
    rules, where EM is run, and which pairs are sure."""

    columns: tuple[str, ...] = ()
    blocking: tuple[str, ...] = ()
    training: tuple[str, ...] = ()
    sure: tuple[str, ...] = ()
    sure_recall: float = 0.6
    random_pairs: int = 3_000_000


def _of_its_own(column: str) -> dict[str, Any]:
    made = comparisons.CustomComparison(
        output_column_name=column,
        comparison_levels=[
            library.NullLevel(column),
            library.ExactMatchLevel(column, term_frequency_adjustments=True),
            library.JaroWinklerLevel(column, 0.88),
            library.ElseLevel(),
        ],
    )
    said: dict[str, Any] = made.create_comparison_dict("duckdb")
    return said


def settings(means: Means) -> dict[str, Any]:
    """Untrained settings: the engine's, and what the set adds."""
    said: dict[str, Any] = splink_model.settings(keep_levels=True).create_settings_dict(
        sql_dialect_str="duckdb"
    )
    said["comparisons"] += [_of_its_own(column) for column in means.columns]
    said["blocking_rules_to_generate_predictions"] += [
        {"blocking_rule": rule, "sql_dialect": "duckdb"} for rule in means.blocking
    ]
    return said


def train(records: Any, means: Means) -> dict[str, Any]:
    """Settings trained on these records; their truth is not among the columns. Levels the set never shows keep the shipped
    model's numbers (no number ever agrees or differs there)."""
    with duckdb.connect() as connection:
        database = DuckDBAPI(connection)
        known = database.register(records, dataset_display_name="records")
        linker = Linker(known, settings(means), log_level=40)
        linker.training.estimate_probability_two_random_records_match(
            list(means.sure), recall=means.sure_recall
        )
        linker.training.estimate_u_using_random_sampling(max_pairs=means.random_pairs, seed=1)
        for block in means.training:
            linker.training.estimate_parameters_using_expectation_maximisation(
                block, estimate_without_term_frequencies=True
            )
        said: dict[str, Any] = linker.misc.save_model_to_json()
    shipped = {one.name: current().levels[one.name] for one in COMPARISONS}
    for comparison in said["comparisons"]:
        levels = [one for one in comparison["comparison_levels"] if not one.get("is_null_level")]
        usual = shipped.get(comparison["output_column_name"])
        for place, level in enumerate(levels):
            for name in ("m", "u"):
                if not isinstance(level.get(f"{name}_probability"), float):
                    level[f"{name}_probability"] = getattr(usual[place], name) if usual else _FILL
            level["m_probability"] = max(level["m_probability"], LEAST_M)
            level.pop("fix_u_probability", None)
            level.pop("fix_m_probability", None)
    return said


def edges(records: Any, said: dict[str, Any], *, line: float) -> Any:
    """As `batch.score_all`: (one, other, score before the guard, guard) over the line."""
    model = as_model(said)
    with duckdb.connect() as connection:
        database = DuckDBAPI(connection)
        linker = Linker(
            database.register(records, dataset_display_name="records"),
            {**said, "retain_intermediate_calculation_columns": True},
            log_level=40,
        )
        found = linker.inference.predict(threshold_match_weight=line, warning_mode="never")
        return connection.sql(
            f"select ref_l one, ref_r other, match_weight score, ({batch.guard_sql(model)})::tinyint guard"  # noqa: S608
            f" from {found.physical_name}"
        ).to_arrow_table()


def as_model(said: dict[str, Any]) -> Model:
    """The trained settings as the engine's own model."""
    by_name = {one["output_column_name"]: one for one in said["comparisons"]}
    levels = {}
    for comparison in COMPARISONS:
        known = [one for one in by_name[comparison.name]["comparison_levels"] if not one.get("is_null_level")]
        levels[comparison.name] = tuple(
            Trained(level.name, one["m_probability"], one["u_probability"])
            for level, one in zip(comparison.levels, known, strict=True)
        )
    return Model("public", levels, said["probability_two_random_records_match"], Lines(), {}, {})
