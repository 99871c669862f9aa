"""The held-out parameters were frozen before tuning began. When this test breaks, put the file back."""

import hashlib

import pytest

from benchmarks.matching.frozen import FILE, held_out
from plait.population import Parameters, Population, make

FROZEN = "e0031fadfe6a3b22635fd68ef1a5bb012d16a04554e80745124a9aa1dd316332"
DRAWN = "e6b8e968a622a656b2e57d658620509eeb943170342d73155e28f9a7df1643a5"
SETS = ("small", "k100", "m1", "m10")


def digest(population: Population) -> str:
    """What the records of a population say, in one number."""
    told = hashlib.sha256()
    for name, column in population.records.items():
        told.update(name.encode())
        told.update("\n".join(map(str, column.tolist())).encode())
    return told.hexdigest()


def test_the_file_is_the_one_that_was_frozen() -> None:
    assert hashlib.sha256(FILE.read_bytes()).hexdigest() == FROZEN


def test_every_parameter_is_written_out_so_that_no_default_can_change_it() -> None:
    import tomllib

    written = tomllib.loads(FILE.read_text(encoding="utf-8"))["parameters"]
    assert set(Parameters.model_fields) - set(written) == {"people", "seed"}
    full = Parameters.from_toml(FILE).model_dump(mode="json")
    for name in ("errors", "agencies", "movers", "cultures"):
        assert written[name] == full[name]


@pytest.mark.parametrize("name", SETS)
def test_held_out_seeds_are_none_of_the_seeds_we_develop_with(name: str) -> None:
    parameters, queries = held_out(name)
    assert parameters.seed > 700_000 < queries
    assert parameters.errors != Parameters().errors


def test_the_sets_have_different_seeds() -> None:
    assert len({held_out(name)[0].seed for name in SETS} | {held_out(name)[1] for name in SETS}) == 8


def test_the_small_one_can_be_made() -> None:
    parameters, queries = held_out("small")
    population = make(parameters)
    # The file alone does not hold it: names and drawing are code. When this breaks, every number from before was measured on
    # other people; pin the new digest in a commit of its own that says so.
    assert digest(population) == DRAWN
    assert len(population.records["record_id"]) > 8_000
    assert len(population.queries("exact", 50, queries)["query_id"]) == 50
