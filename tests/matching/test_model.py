"""The model file: what it was saved as, every level trained, and the same weights in Splink as here."""

import json
from pathlib import Path

import duckdb
import numpy as np
import pytest

from plait.matching import batch
from plait.matching.definition import COMPARISONS
from plait.matching.model import ARTEFACTS, Model, WrongModel, load, save
from plait.matching.model_card import card
from plait.matching.ports import features_of, filing
from plait.matching.score import score
from plait.matching.splink_model import numbers, trained_settings
from plait.matching.splink_table import table
from plait.matching.standardise import RAW, Standards, standardise_columns
from plait.population import Parameters, make


def test_it_comes_back_as_it_was_saved(model: Model, tmp_path: Path) -> None:
    save(model, tmp_path / "m", card=card(model))
    again = load(tmp_path / "m")
    assert (again.weights, again.prior, again.lines, again.frequencies) == (
        model.weights,
        model.prior,
        model.lines,
        model.frequencies,
    )


def test_the_card_is_that_of_the_model() -> None:
    for folder in ARTEFACTS.iterdir():
        if folder.is_dir():
            assert (folder / "MODEL_CARD.md").read_text(encoding="utf-8").startswith(f"# {load(folder).id}\n")


def test_a_changed_file_is_refused(model: Model, tmp_path: Path) -> None:
    save(model, tmp_path / "m", card="")
    file = tmp_path / "m" / "frequencies.json"
    file.write_text(file.read_text(encoding="utf-8") + " ", encoding="utf-8")
    with pytest.raises(WrongModel, match=r"frequencies\.json is not the file"):
        load(tmp_path / "m")


@pytest.mark.parametrize("missing", [None, 0])
def test_a_level_nobody_trained_is_an_error_and_no_default(model: Model, missing: float | None) -> None:
    said = trained_settings(model)
    said["comparisons"][1]["comparison_levels"][2]["u_probability"] = missing
    with pytest.raises(WrongModel, match="Levels nobody trained: surname: swapped"):
        numbers(said)


def test_numbers_move_by_name_and_order(model: Model) -> None:
    moved = numbers(trained_settings(model))
    assert {
        name: [(one.name, one.m, one.u) for one in levels] for name, levels in model.levels.items()
    } == moved
    assert json.dumps(trained_settings(model, dialect="spark")) != json.dumps(trained_settings(model))


@pytest.fixture(scope="module")
def small() -> tuple[Standards, np.ndarray]:
    population = make(Parameters(people=1500, seed=21))
    plain = standardise_columns({name: population.records[name] for name in RAW})
    return plain, population.records["person_id"]


def test_the_weight_online_is_the_weight_of_the_batch(
    model: Model, small: tuple[Standards, np.ndarray]
) -> None:
    plain, person = small
    records = table(plain, np.arange(len(plain)))
    with duckdb.connect() as connection:
        edges = batch.score_all(records, model, line=-5.0, connection=connection).to_pydict()
    assert len(edges["one"]) > 2000
    rows = filing(plain, range(len(plain))).feature_rows()
    differ, seen = 0, 0
    for one, other, bits, guard in list(zip(*edges.values(), strict=True))[::2]:
        scored = score(plain.one(one), features_of([rows[other]]), model)
        seen += 1
        differ += abs(scored.unguarded[0] - bits) > 0.01 or int(scored.guards[0]) != guard
    assert differ <= seen / 1000
    found = batch.guarded_clusters(
        records, batch.score_all(records, model, line=2.0), line=model.lines.cluster
    )
    pairs = [
        (a, b) for a, b in zip(edges["one"], edges["other"], strict=True) if found.label[a] == found.label[b]
    ]
    right = sum(person[a] == person[b] for a, b in pairs)
    assert right / len(pairs) > 0.99


def test_every_comparison_has_its_levels(model: Model) -> None:
    assert list(model.weights) == [one.name for one in COMPARISONS]
