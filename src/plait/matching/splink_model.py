"""The definition as Splink settings, and a trained model's numbers put into them by comparison name and level order."""

import re
from collections.abc import Iterable
from typing import Any

import splink.comparison_level_library as library
import splink.comparison_library as comparisons
from splink import SettingsCreator
from splink.blocking_rule_library import CustomRule

from plait.matching.definition import BLOCKING, COMPARISONS, ROWS_LEAST_TF, Comparison, Level
from plait.matching.model import Model, WrongModel

_MEASURE = re.compile(r"^(JARO|EDITS)\((\w+)\) (?:>=|<=) ([\d.]+)$")


def _one(sql: str) -> Any:
    """A single condition as a Splink level, by library functions where dialects differ."""
    if sql == "ELSE":
        return library.ElseLevel()
    if sql == "SHARED_ROOT":
        return library.ArrayIntersectLevel("forename_roots", min_intersection=1)
    if found := _MEASURE.match(sql):
        measure, column, line = found.groups()
        if measure == "JARO":
            return library.JaroWinklerLevel(column, float(line))
        return library.DamerauLevenshteinLevel(column, int(line))
    return library.CustomLevel(sql)


def _level(comparison: Comparison, place: int, level: Level) -> Any:
    made: Any
    split = level.sql.split(" or ")
    if any(part == "SHARED_ROOT" or _MEASURE.match(part) for part in split) and len(split) > 1:
        made = library.Or(*(_one(part) for part in split))
    elif comparison.frequency and place == 0:
        made = library.ExactMatchLevel(comparison.frequency)
        made = made.configure(tf_adjustment_column=comparison.frequency, tf_minimum_u_value=ROWS_LEAST_TF)
    else:
        made = _one(level.sql)
    return made.configure(label_for_charts=level.name)


def _comparison(comparison: Comparison, people: float | None) -> Any:
    levels: list[Any] = [
        library.CustomLevel(comparison.null, label_for_charts="unknown").configure(is_null_level=True)
    ]
    for place, level in enumerate(comparison.levels):
        made = _level(comparison, place, level)
        if comparison.one_in_people and people is not None:
            chance = 1 / people if place == 0 else 1 - 1 / people
            made = made.configure(u_probability=chance, fix_u_probability=True)
        levels.append(made)
    return comparisons.CustomComparison(output_column_name=comparison.name, comparison_levels=levels)


def settings(
    *, people: float | None = None, keep_levels: bool = False, rules: Iterable[str] = BLOCKING
) -> Any:
    """Untrained settings. `people`: how many there are, for the numbers that name one. `rules`: which pairs are compared."""
    return SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="ref",
        comparisons=[_comparison(one, people) for one in COMPARISONS],
        blocking_rules_to_generate_predictions=[CustomRule(rule) for rule in rules],
        retain_matching_columns=False,
        retain_intermediate_calculation_columns=keep_levels,
    )


def trained_settings(
    model: Model, *, dialect: str = "duckdb", keep_levels: bool = False, rules: Iterable[str] = BLOCKING
) -> dict[str, Any]:
    """Settings with the model's numbers, for `duckdb` or `spark`."""
    plain = settings(keep_levels=keep_levels, rules=rules)
    made: dict[str, Any] = plain.create_settings_dict(sql_dialect_str=dialect)
    made["probability_two_random_records_match"] = model.chance
    for comparison, said in zip(COMPARISONS, made["comparisons"], strict=True):
        known = [level for level in said["comparison_levels"] if not level.get("is_null_level")]
        for level, numbers in zip(known, model.levels[comparison.name], strict=True):
            level["m_probability"], level["u_probability"] = numbers.m, numbers.u
    return made


def numbers(said: dict[str, Any]) -> dict[str, list[tuple[str, float, float]]]:
    """Comparison → (level, m, u) in order, from settings that Splink trained. Raises WrongModel for a level without numbers."""
    found: dict[str, list[tuple[str, float, float]]] = {}
    missing = []
    for comparison, trained in zip(COMPARISONS, said["comparisons"], strict=True):
        known = [level for level in trained["comparison_levels"] if not level.get("is_null_level")]
        for level, numbers_of in zip(comparison.levels, known, strict=True):
            m, u = numbers_of.get("m_probability"), numbers_of.get("u_probability")
            if not (isinstance(m, float | int) and isinstance(u, float | int) and m >= 0 and u > 0):
                missing.append(f"{comparison.name}: {level.name} (m {m}, u {u})")
                continue
            found.setdefault(comparison.name, []).append((level.name, float(m), float(u)))
    if missing:
        raise WrongModel(f"Levels nobody trained: {'; '.join(missing)}.")
    return found
