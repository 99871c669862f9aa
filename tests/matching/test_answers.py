"""Who is this? Twins, brothers and sisters, fathers and sons, the unborn, aliases, the adopted: a table of each."""

from collections.abc import Callable

import pytest

from plait.matching.answers import Answer, Says
from plait.matching.guards import Guard
from plait.matching.model import Model
from plait.matching.search import search
from plait.people.store.match_store import MatchStore
from tests.matching.conftest import person

HOME = "14 Mill Road, EW1 2AB"
AWAY = "3 Canal Street, HW4 5XY"
Hold = Callable[..., None]


@pytest.fixture
def ask(store: MatchStore, model: Model) -> Callable[[str], Answer]:
    return lambda text: search(person(text), store, model)


@pytest.mark.parametrize(
    ("known", "asked", "says"),
    [
        # the person, however written
        (f"Aisha Khan, 2016-05-09, 2, {HOME}", f"Aisha Khan, 2016-05-09, 2, {HOME}", Says.KNOWN),
        (f"Aisha Khan, 2016-05-09, 2, {HOME}", f"Ayesha Khan, 2016-09-05, 2, {HOME}", Says.KNOWN),
        (f"Aisha Khan, 2016-05-09, 2, {HOME}", f"Aisha Khan, 2016-05-09, 2, {AWAY}", Says.KNOWN),
        (f"Alexander Reed, 2012-02-11, 1, {HOME}", f"Sandy Reed, 2012-02-11, 1, {HOME}", Says.KNOWN),
        (f"Aisha Khan, 2016-05-09, 2, {HOME}, 9990000018", "Zara Brown, , , , , 9990000018", Says.POSSIBLE),
        # twins
        (f"Ella Reed, 2018-07-01, 2, {HOME}", f"Maya Reed, 2018-07-01, 2, {HOME}", Says.FAMILY),
        (f"Aaron Reed, 2018-07-01, 1, {HOME}", f"Adam Reed, 2018-07-01, 1, {HOME}", Says.FAMILY),
        # one name, two numbers
        (
            f"Ella Reed, 2018-07-01, 2, {HOME}, 9990000018",
            f"Ella Reed, 2018-07-01, 2, {HOME}, 9990000026",
            Says.FAMILY,
        ),
        # brothers and sisters
        (f"Tom Reed, 2010-03-02, 1, {HOME}", f"Maya Reed, 2018-07-01, 2, {HOME}", Says.FAMILY),
        # father and son of one name
        (f"John Reed, 1985-03-02, 1, {HOME}", f"John Reed, 2012-11-23, 1, {HOME}", Says.FAMILY),
        # unborn: the mother is held, the baby has no name and no date
        (f"Kelly Reed, 1995-03-02, 2, {HOME}", f"baby of Kelly Reed, , , {HOME}", Says.FAMILY),
        # nobody at all
        (f"Tom Reed, 2010-03-02, 1, {HOME}", f"Zbigniew Nowak, 1980-10-11, 1, {AWAY}", Says.NOTHING),
    ],
)
def test_the_answer(hold: Hold, ask: Callable[[str], Answer], known: str, asked: str, says: Says) -> None:
    hold(p1=known)
    assert ask(asked).says is says


@pytest.mark.parametrize(
    ("known", "asked", "guard"),
    [
        (f"Ella Reed, 2018-07-01, 2, {HOME}", f"Maya Reed, 2018-07-01, 2, {HOME}", Guard.FIRST_NAMES_UNLIKE),
        (f"John Reed, 1985-03-02, 1, {HOME}", f"John Reed, 2012-11-23, 1, {HOME}", Guard.DATES_DIFFER),
        (
            f"Ella Reed, 2018-07-01, 2, {HOME}, 9990000018",
            f"Ella Reed, 2018-07-01, 2, {HOME}, 9990000026",
            Guard.NUMBERS_DISAGREE,
        ),
        # a shared number lets the name differ: an alias, a nickname that no list knows
        (
            f"Ella Reed, 2018-07-01, 2, {HOME}, 9990000018",
            f"Zizi Reed, 2018-07-01, 2, {HOME}, 9990000018",
            Guard.NONE,
        ),
    ],
)
def test_the_guard(hold: Hold, ask: Callable[[str], Answer], known: str, asked: str, guard: Guard) -> None:
    hold(p1=known)
    said = ask(asked)
    first = said.candidates[0]
    assert first.guard is guard
    if guard:
        assert said.explain(first).why_not[0] == guard.words
        assert first.score <= said.model.lines.guarded


def test_an_alias_is_found_by_the_previous_surname(hold: Hold, ask: Callable[[str], Answer]) -> None:
    hold(p1=f"Kelly Reed, 1995-03-02, 2, {HOME}, , Walsh")
    said = ask(f"Kelly Walsh, 1995-03-02, 2, {AWAY}")
    assert said.says is Says.KNOWN
    assert "is a previous surname" in [part.words for part in said.explain(said.candidates[0]).parts]


def test_an_adopted_child_is_another_identity_unless_the_store_says_otherwise(
    hold: Hold, ask: Callable[[str], Answer]
) -> None:
    """Names, home and number are all new after an adoption: the engine alone does not tie the two."""
    hold(before=f"Ella Reed, 2018-07-01, 2, {HOME}, 9990000018")
    said = ask(f"Grace Ward, 2018-07-01, 2, {AWAY}, 9990000026")
    assert said.says is Says.NOTHING


def test_a_person_is_as_good_as_the_best_of_their_records(hold: Hold, ask: Callable[[str], Answer]) -> None:
    hold(p1__a=f"Kelly Reed, 1995-03-02, 2, {HOME}", p1__b=f"Kelly Walsh, 1995-03-02, 2, {AWAY}")
    (found,) = ask(f"Kelly Walsh, 1995-03-02, 2, {AWAY}").candidates
    assert (found.person, found.records) == ("p1", 2)


def test_a_number_on_another_record_of_the_person_still_forbids(
    hold: Hold, ask: Callable[[str], Answer]
) -> None:
    hold(p1__a=f"Ella Reed, 2018-07-01, 2, {HOME}", p1__b=f"Ella Reed, 2018-07-01, 2, {HOME}, 9990000018")
    (found,) = ask(f"Ella Reed, 2018-07-01, 2, {HOME}, 9990000026").candidates
    assert found.guard is Guard.NUMBERS_DISAGREE


def test_two_people_over_the_line_are_both_named(hold: Hold, ask: Callable[[str], Answer]) -> None:
    hold(p1=f"Ella Reed, 2018-07-01, 2, {HOME}", p2=f"Ella Reed, 2018-07-01, 2, {HOME}")
    assert len(ask(f"Ella Reed, 2018-07-01, 2, {HOME}").rivals) == 2


def test_a_too_common_key_says_how_many_it_left_out(store: MatchStore, model: Model, hold: Hold) -> None:
    for place in range(12):
        hold(**{f"p{place}": "Ann Lee"})
    said = search(person("Ann Lee"), store, model, cap_per_key=5)
    assert (len(said.candidates), said.dropped) == (5, 7)
    assert [one.ref for one in said.candidates] == [1, 2, 3, 4, 5]


def test_what_is_dropped_is_no_longer_found(store: MatchStore, model: Model, hold: Hold) -> None:
    import numpy as np

    hold(p1=f"Ella Reed, 2018-07-01, 2, {HOME}")
    store.drop(np.array([1]))
    assert search(person(f"Ella Reed, 2018-07-01, 2, {HOME}"), store, model).says is Says.NOTHING
    assert len(store.candidates(np.array([0]), cap_per_key=5).refs) == 0
