"""Families: households inferred from what agencies say, and a renamed family found by its members together."""

from collections.abc import Callable

from plait.matching.family import search_family
from plait.matching.households import BIGGEST, STATED, TOGETHER_OTHER_NAME, Stay, households, ties
from plait.matching.model import Model
from plait.people.store.match_store import MatchStore
from tests.matching.conftest import person

MILL = "14 Mill Road, EW1 2AB"
CANAL = "3 Canal Street, HW4 5XY"
REEDS = {
    "kelly": f"Kelly Reed, 1995-03-02, 2, {MILL}",
    "ella": f"Ella Reed, 2018-07-01, 2, {MILL}",
    "tom": f"Tom Reed, 2015-02-19, 1, {MILL}",
}


def stay(person_id: str, surname: str, address: int = 7, first: int = 0, last: int = 100) -> Stay:
    return Stay(person_id, address, surname, first, last)


def test_a_stated_relationship_makes_a_household() -> None:
    assert households(ties([("b", "a"), ("c", "b")], [])) == {"a": "a", "b": "a", "c": "a"}


def test_one_home_at_one_time_under_one_name_makes_a_household() -> None:
    assert households(ties([], [stay("a", "reed"), stay("b", "reed-khan")])) == {"a": "a", "b": "a"}


def test_a_shared_home_alone_does_not_nor_one_after_the_other() -> None:
    assert ties([], [stay("a", "reed"), stay("b", "khan")]) == {("a", "b"): TOGETHER_OTHER_NAME}
    assert households(ties([], [stay("a", "reed"), stay("b", "khan")])) == {}
    assert not ties([], [stay("a", "reed", last=10), stay("b", "reed", first=11)])


def test_a_hostel_ties_nobody_and_a_chain_does_not_grow_for_ever() -> None:
    assert not ties([], [stay(f"p{number}", "reed") for number in range(20)])
    chain = [(f"p{number:02}", f"p{number + 1:02}") for number in range(40)]
    sizes = list(households(ties(chain, [])).values())
    assert max(sizes.count(home) for home in sizes) <= BIGGEST
    assert ties([("a", "b")], [stay("a", "reed"), stay("b", "reed")])["a", "b"] > STATED


def test_a_renamed_and_moved_family_is_found_together(
    store: MatchStore, model: Model, hold: Callable[..., None]
) -> None:
    hold(**REEDS, other=f"Ella Brown, 2011-07-11, 2, {CANAL}")
    store.place([(name, "reeds") for name in REEDS])
    asked = [
        person(f"Kelly Moss, 1995-03-02, 2, {CANAL}"),
        person(f"Ella Moss, 2018-07-01, 2, {CANAL}"),
        person(f"Tommy Moss, 2015-02-19, 1, {CANAL}"),
    ]
    said = search_family(asked, store, model)
    first = said.families[0]
    assert said.known
    assert first.household == "reeds"
    assert {one.person for one in first.members} == set(REEDS)
    assert first.score > search_family(asked[1:2], store, model).families[0].score + 20


def test_the_household_is_counted_once(store: MatchStore, model: Model, hold: Callable[..., None]) -> None:
    hold(**REEDS)
    store.place([(name, "reeds") for name in REEDS])
    (found,) = search_family([person(text) for text in REEDS.values()], store, model).families
    assert found.score == model.prior + found.shared + sum(one.evidence for one in found.members)
    assert len(found.members) == 3


def test_twins_unknown_to_all_do_not_add_to_the_family(
    store: MatchStore, model: Model, hold: Callable[..., None]
) -> None:
    hold(ella=REEDS["ella"])
    said = search_family([person(f"Maya Reed, 2018-07-01, 2, {MILL}")], store, model)
    assert not said.families
    assert not said.known
