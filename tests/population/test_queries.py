"""Queries: one thing wrong with each, the true person beside, and strangers who are truly strange."""

import numpy as np
import pytest

from plait.population import CULTURES, KINDS, Population


@pytest.mark.parametrize("kind", KINDS)
def test_a_query_has_a_true_answer_among_the_records(population: Population, kind: str) -> None:
    asked = population.queries(kind, 60, 5)
    assert len(asked["query_id"]) == 60 == len(set(asked["truth_person_id"]))
    assert set(asked["truth_person_id"]) <= set(population.records["person_id"])
    assert set(asked["nhs_number"]) == set(asked["upn"]) == {""}
    assert all(asked["forename"])


def test_each_kind_has_its_own_thing_wrong(population: Population) -> None:
    truth = population.people["born_on"]
    names = population.world.names.words[population.world.society.people.first]

    def right_dates(kind: str) -> float:
        asked = population.queries(kind, 100, 1)
        return float((asked["born_on"] == truth[asked["truth_person_id"]]).mean())

    assert right_dates("exact") == right_dates("moved") == right_dates("typo") == 1
    assert right_dates("dob_wrong") == right_dates("no_dob") == right_dates("name_only") == 0
    nick = population.queries("nickname", 80, 1)
    assert (nick["forename"] != names[nick["truth_person_id"]]).all()
    bare = population.queries("name_only", 50, 1)
    assert set(bare["postcode"]) == set(bare["street"]) == {""}


def test_who_moved_asks_from_an_address_that_nobody_recorded_for_them(population: Population) -> None:
    asked = population.queries("moved_renamed", 100, 2)
    records = population.records
    for person, postcode, surname in zip(
        asked["truth_person_id"], asked["postcode"], asked["surname"], strict=True
    ):
        own = records["person_id"] == person
        assert (postcode, surname) not in set(
            zip(records["postcode"][own], records["surname"][own], strict=True)
        )


def test_another_seed_asks_for_others_and_the_same_for_the_same(population: Population) -> None:
    one, two, other = (
        population.queries("exact", 40, seed)["truth_person_id"].tolist() for seed in (1, 1, 2)
    )
    assert one == two != other


def test_strangers_have_no_true_answer(population: Population) -> None:
    asked = population.queries("stranger", 80, 3)
    assert set(asked["truth_person_id"]) == {-1}
    known = set(
        zip(
            population.records["forename"],
            population.records["born_on"],
            population.records["surname"],
            strict=True,
        )
    )
    found = [row in known for row in zip(asked["forename"], asked["born_on"], asked["surname"], strict=True)]
    assert sum(found) == 0


def test_a_family_moved_and_renamed_together(population: Population) -> None:
    asked = population.family_queries(50, 4)
    for number in range(50):
        rows = asked["query_id"] == number
        assert 2 <= rows.sum() <= 6
        assert len(set(asked["postcode"][rows])) == len(set(asked["truth_household_id"][rows])) == 1
    known = population.people["known"]
    assert known[asked["truth_person_id"]].all()
    right = asked["born_on"] == population.people["born_on"][asked["truth_person_id"]]
    assert 0.8 < right.mean() < 0.97
    strange = population.family_queries(50, 4, stranger=True)
    assert set(strange["truth_person_id"]) == {-1} and len(set(strange["query_id"])) == 50


def test_an_unknown_child_has_a_known_sibling_and_no_record(population: Population) -> None:
    asked = population.unknown_children(10, 1)
    people = population.people
    for person in asked["truth_person_id"]:
        assert not people["known"][person]
        siblings = (people["family_id"] == people["family_id"][person]) & (people["role"] == "child")
        assert people["known"][siblings].any()
    assert len(np.unique(asked["truth_person_id"])) == 10


def test_too_many_or_an_unknown_kind_is_said(population: Population) -> None:
    with pytest.raises(ValueError, match="make more people"):
        population.unknown_children(100_000, 1)
    with pytest.raises(ValueError, match="make more people"):
        population.family_queries(100_000, 1)
    with pytest.raises(ValueError, match="no kind of query"):
        population.queries("guess", 5, 1)


def test_one_name_culture_can_be_asked_for_alone(population: Population) -> None:
    asked = population.queries("moved", 20, 1, culture="polish")
    assert set(asked["culture"]) == {CULTURES.index("polish")}
    with pytest.raises(ValueError, match="no name culture"):
        population.queries("moved", 20, 1, culture="martian")
