"""A population is the same each time, is made as its parameters say, and its truth holds together."""

import numpy as np
import pytest
from pydantic import ValidationError

from plait.population import AGENCIES, CULTURES, Parameters, Population, make
from plait.population.parameters import RECORDS_PER_PERSON
from plait.population.people import CHILD, FATHER, MOTHER, YEAR
from plait.population.population import make_world


def test_the_same_parameters_give_the_same_bytes() -> None:
    small = Parameters(people=600, seed=5)
    one, two = make(small), make(small)
    for mine, other in (
        (one.records, two.records),
        (one.relationships, two.relationships),
        (one.people, two.people),
    ):
        assert mine.keys() == other.keys()
        assert all(mine[name].tolist() == other[name].tolist() for name in mine)
    asked, again = one.queries("typo", 20, 3), two.queries("typo", 20, 3)
    assert all(asked[name].tolist() == again[name].tolist() for name in asked)


def test_another_seed_gives_other_people(population: Population) -> None:
    other = make(Parameters(people=600, seed=6))
    assert other.records["surname"][:200].tolist() != population.records["surname"][:200].tolist()


def test_as_many_people_and_records_as_asked(population: Population, usual: Parameters) -> None:
    people = len(population.people["person_id"])
    assert people == pytest.approx(usual.people, rel=0.06)
    assert len(population.records["record_id"]) / people == pytest.approx(RECORDS_PER_PERSON, rel=0.08)
    assert Parameters.for_records(257_000).people == pytest.approx(100_000, rel=0.01)


def test_every_column_has_every_row_and_the_record_ids_count(population: Population) -> None:
    count = len(population.records["record_id"])
    assert {len(column) for column in population.records.values()} == {count, len(population.faults)}
    assert population.records["record_id"].tolist() == list(range(count))
    assert set(population.records["agency"]) == set(AGENCIES)
    assert set(population.records["sex"]) <= {"1", "2", "9", "0"}
    texts = [name for name, column in population.records.items() if column.dtype == object]
    assert all(isinstance(value, str) for name in texts for value in population.records[name][:500])


def test_shares_are_those_of_the_parameters() -> None:
    """Counted on 60,000 people without any agency: within four standard deviations of what was asked."""
    usual = Parameters(people=60_000, seed=9)
    world = make_world(usual)
    people, units = world.society.people, world.society.units

    def near(found: float, asked: float, of: int) -> None:
        assert abs(found - asked) < 4 * (asked * (1 - asked) / of) ** 0.5 + 0.001

    mothers = people.role == MOTHER
    families = int(mothers.sum())
    near((people.role == FATHER).sum() / families, usual.fathers, families)
    for index, culture in enumerate(CULTURES):
        near(float((people.culture[mothers] == index).mean()), usual.cultures[culture], families)
    kinds = list(usual.movers)
    for index, kind in enumerate(kinds):
        near(float((units.mover[:families] == index).mean()), usual.movers[kind].share, families)
    born_here = (people.role == CHILD) & (people.was < 0)
    twins = np.flatnonzero(
        (people.family[1:] == people.family[:-1])
        & (people.born[1:] == people.born[:-1])
        & born_here[1:]
        & born_here[:-1]
    )
    near(len(twins) / (born_here.sum() - len(twins)), usual.twins, int(born_here.sum()))
    sons = born_here & (people.female == 0) & (people.father >= 0)
    named = people.first[sons] == people.first[people.father[sons]]
    near(float(named.mean()), usual.named_for_father, int(sons.sum()))
    # Moves a day, by kind of household.
    moves = np.bincount(world.periods.unit, minlength=len(units.family)) - 1
    days = world.today - units.starts
    for index, kind in enumerate(kinds):
        rows = units.mover == index
        expected = days[rows].sum() / usual.movers[kind].days
        assert abs(moves[rows].sum() - expected) < 5 * expected**0.5
        near(
            world.periods.borders[rows].sum() / moves[rows].sum(),
            usual.movers[kind].border,
            int(moves[rows].sum()),
        )


def test_evasive_families_take_new_names_and_nobody_else_does() -> None:
    world = make_world(Parameters(people=60_000, seed=9))
    periods, units = world.periods, world.society.units
    renamed = np.unique(periods.unit[periods.alias > 0])
    evasive = list(world.parameters.movers).index("evasive")
    assert set(units.mover[renamed]) == {evasive}
    assert 0.25 < len(renamed) / (units.mover == evasive).sum() < 0.5


def test_a_parameter_nobody_knows_is_an_error() -> None:
    with pytest.raises(ValidationError):
        Parameters.model_validate({"peopel": 5})


def test_the_family_is_possible(population: Population) -> None:
    people = population.world.society.people
    child = np.flatnonzero(people.role == CHILD)
    natural = child[people.was[child] < 0]
    age = (people.born[natural] - people.born[people.mother[natural]]) / YEAR
    assert age.min() > 14 and age.max() < 56
    assert (people.family[people.mother[child]] == people.family[child]).all()


def test_people_are_recorded_where_they_lived_and_after_they_were_born(population: Population) -> None:
    stays = population.world.society.stays
    lived = set(zip(stays.person.tolist(), stays.unit.tolist(), strict=True))
    records = population.records
    pairs = zip(records["person_id"].tolist(), records["household_id"].tolist(), strict=True)
    assert set(pairs) <= lived
    unborn = records["valid_from"] < population.people["born_on"][records["person_id"]]
    assert set(records["agency"][unborn]) <= {"health", "social-care"}
    assert all(not number for number in records["nhs_number"][unborn])


def test_a_held_out_child_is_in_no_record_and_the_unborn_are_few(population: Population) -> None:
    people = population.people
    assert people["held_out"].sum() > 5
    assert not (people["held_out"] & people["known"]).any()
    assert not set(population.records["person_id"]) & set(np.flatnonzero(people["held_out"]))
    assert 0 < people["unborn"].sum() < len(people["unborn"]) / 50


def test_versions_of_one_agency_record_follow_each_other(population: Population) -> None:
    records = population.records
    versions: dict[str, list[tuple[str, str, int]]] = {}
    for number, start, end, person in zip(
        *(records[name].tolist() for name in ("agency_record", "valid_from", "valid_to", "person_id")),
        strict=True,
    ):
        versions.setdefault(number, []).append((start, end, person))
    several = [sorted(rows) for rows in versions.values() if len(rows) > 1]
    assert several
    for rows in several:
        assert len({person for *_, person in rows}) == 1
        assert rows[-1][1] == "" or rows[-1][1] == rows[-1][0]
        assert sum(end == "" for _, end, _ in rows) == 1


def test_no_record_ties_the_two_sides_of_a_shield(population: Population) -> None:
    shields, records = population.shields, population.records
    assert len(shields["kind"]) >= 3
    numbers: dict[int, set[str]] = {}
    for person, *values in zip(
        *(records[name].tolist() for name in ("person_id", "agency_record", "nhs_number", "upn")), strict=True
    ):
        numbers.setdefault(person, set()).update(filter(None, values))
    placeholders = {"0000000000", "9999999999"}
    for before, after in zip(shields["person_id_before"], shields["person_id_after"], strict=True):
        assert not numbers.get(before, set()) & numbers.get(after, set()) - placeholders
    assert population.people["shielded"][shields["person_id_after"]].all()


def test_relationships_stay_within_one_agency_and_are_mostly_true(population: Population) -> None:
    stated, records = population.relationships, population.records
    owner = dict(
        zip(records["agency_record"], zip(records["agency"], records["person_id"], strict=True), strict=True)
    )
    family = population.people["family_id"]
    true = 0
    for agency, a, b in zip(
        stated["agency"], stated["agency_record_a"], stated["agency_record_b"], strict=True
    ):
        assert a != b and owner[a][0] == owner[b][0] == agency
        true += family[owner[a][1]] == family[owner[b][1]]
    assert 0.97 < true / len(stated["kind"]) < 1
    assert set(stated["kind"]) == {"parent", "child", "sibling", "partner", "lives_with"}
    parents = stated["kind"] == "parent"
    mother = population.world.society.people
    right = [
        owner[a][1] in (mother.mother[owner[b][1]], mother.father[owner[b][1]])
        for a, b in zip(stated["agency_record_a"][parents], stated["agency_record_b"][parents], strict=True)
    ]
    assert 0.9 < sum(right) / len(right) < 1


def test_it_is_written_as_parquet_and_read_back(tmp_path: object) -> None:
    from pathlib import Path

    import pyarrow.parquet as pq

    from plait.population.__main__ import main

    out = Path(str(tmp_path)) / "made"
    assert main(["--people", "300", "--seed", "3", "--out", str(out)]) == 0
    made = make(Parameters(people=300, seed=3))
    table = pq.read_table(out / "records.parquet")
    assert table["surname"].to_pylist() == made.records["surname"].tolist()
    assert sorted(path.stem for path in out.iterdir()) == ["people", "records", "relationships", "shields"]


def test_name_cultures_name_in_their_own_ways(population: Population) -> None:
    people, names = population.world.society.people, population.world.names

    def of(culture: str) -> np.ndarray:
        found: np.ndarray = people.culture == CULTURES.index(culture)
        return found

    children = (people.role == CHILD) & (people.father >= 0) & (people.was < 0)
    chain = children & of("arab-somali")
    assert (people.middle[chain] == people.first[people.father[chain]]).all()
    two = of("iberian") & (people.role != CHILD)
    assert (people.second[two] >= 0).mean() > 0.9
    women = of("polish") & (people.female == 1)
    written = population.world.written(people.surname[women], people.female[women])
    assert any(name.endswith("ska") for name in written) and not any(name.endswith("ski") for name in written)
    western = set(names.words[names.western.codes])
    assert western & set(names.words[people.first[of("chinese")]])
    siblings = np.lexsort((people.first, people.family))
    same = (people.family[siblings][1:] == people.family[siblings][:-1]) & (
        people.first[siblings][1:] == people.first[siblings][:-1]
    )
    assert same.mean() < 0.02  # sons named for fathers, and hardly anybody else
