"""Train a model with Splink on DuckDB. Rarely done; the nightly run and every search use what was saved."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import duckdb
import numpy as np
from splink import DuckDBAPI, Linker

from plait.matching import splink_model
from plait.matching.columns import Coded
from plait.matching.definition import (
    COMPARISONS,
    LEAST_M,
    ROWS_LEAST_TF,
    SURE_PAIRS,
    SURE_RECALL,
    TRAINING_BLOCKS,
)
from plait.matching.model import Lines, Model, Trained
from plait.matching.splink_table import table
from plait.matching.standardise import Standards

RANDOM_PAIRS = 20_000_000
MOST_EM_PAIRS = 2_000_000


def train(
    plain: Standards,
    *,
    people: float,
    on: date,
    about: Mapping[str, Any],
    lines: Lines | None = None,
    random_pairs: int = RANDOM_PAIRS,
    say: Callable[[str], None] = lambda _: None,
) -> Model:
    """A model from these records. `people`: about how many people they are of, for the numbers that name one person.

    u is counted on random pairs, m by EM in blocks that are not households. Raises WrongModel when any level stays untrained:
    then there are too few records for this definition.
    """
    connection = duckdb.connect()
    try:
        database = DuckDBAPI(connection)
        known = database.register(table(plain, np.arange(len(plain))), dataset_display_name="records")
        linker = Linker(known, splink_model.settings(people=people), log_level=40)
        say("how many pairs are of one person")
        linker.training.estimate_probability_two_random_records_match(list(SURE_PAIRS), recall=SURE_RECALL)
        say("how often levels agree by chance")
        linker.training.estimate_u_using_random_sampling(max_pairs=random_pairs, seed=1)
        for block in TRAINING_BLOCKS:
            say(f"how often levels agree in one person, where {block}")
            linker.training.estimate_parameters_using_expectation_maximisation(
                block, estimate_without_term_frequencies=True
            )
        trained: dict[str, Any] = linker.misc.save_model_to_json()
    finally:
        connection.close()
    found = splink_model.numbers(trained)
    return Model(
        id=f"plait-{on.isoformat()}",
        levels={
            name: tuple(Trained(one, max(m, LEAST_M), u) for one, m, u in levels)
            for name, levels in found.items()
        },
        chance=trained["probability_two_random_records_match"],
        lines=lines or Lines(),
        frequencies={
            one.frequency: frequencies(getattr(plain, one.frequency)) for one in COMPARISONS if one.frequency
        },
        trained_on={
            **about,
            "records": len(plain),
            "people": int(people),
            "on": on.isoformat(),
            "random_pairs": random_pairs,
        },
    )


def frequencies(column: Coded) -> dict[str, float]:
    """The share of records with each name, six significant digits; names rarer than counts are left out."""
    counts = np.bincount(column.codes, minlength=len(column.values))
    known = sum(int(count) for count, name in zip(counts, column.values, strict=True) if name)
    shares = {
        name: int(count) / known for count, name in zip(counts, column.values, strict=True) if name and count
    }
    return {name: float(f"{share:.4g}") for name, share in sorted(shares.items()) if share > ROWS_LEAST_TF}
