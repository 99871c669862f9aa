"""Who is who, as a rule: a fold that does not ask in which order things came; guards and rulings before scores."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plait.people.rules.identity import (
    Asserted,
    Candidate,
    Known,
    Rulings,
    Shield,
    Side,
    are_two_children,
    comes_apart,
    crosses,
    decide_link,
    may_hold,
    may_merge,
    may_tie,
    owner,
    persons,
    survivor,
)

START = datetime(2026, 1, 1, tzinfo=UTC)
NAMES = "abcdefgh"
EVERYBODY = {
    one: Known(one, START + timedelta(days=number % 3), restricted=number == 5)
    for number, one in enumerate(NAMES)
}
ids = st.sampled_from(NAMES)
edges = st.lists(st.tuples(ids, ids).filter(lambda pair: pair[0] != pair[1]), max_size=10)
walls = st.lists(
    st.tuples(ids, ids).filter(lambda pair: pair[0] != pair[1]).map(lambda pair: Shield(*pair)), max_size=3
)


@given(edges, walls, st.randoms())
def test_the_order_of_what_was_asserted_changes_nothing(pairs, shields, random) -> None:  # type: ignore[no-untyped-def]
    other = [pair[::-1] if random.random() < 0.5 else pair for pair in pairs]
    random.shuffle(other)
    assert persons(EVERYBODY, pairs, shields) == persons(EVERYBODY, other, shields)


@given(edges, walls)
def test_nobody_stands_for_the_other_side_of_a_shield(pairs, shields) -> None:  # type: ignore[no-untyped-def]
    found = persons(EVERYBODY, pairs, shields)
    assert all(found[shield.former] != found[shield.present] for shield in shields)


@given(edges, st.tuples(ids, ids).filter(lambda pair: pair[0] != pair[1]))
def test_an_edge_added_and_taken_away_is_as_if_it_had_not_been(pairs, more) -> None:  # type: ignore[no-untyped-def]
    before = persons(EVERYBODY, pairs)
    joined = persons(EVERYBODY, [*pairs, more])
    assert joined[more[0]] == joined[more[1]]
    assert persons(EVERYBODY, pairs) == before
    assert set(joined.values()) <= set(before.values()), "nobody gets an id that nobody had"


@given(edges)
def test_everybody_leads_to_somebody_who_leads_nowhere_else(pairs) -> None:  # type: ignore[no-untyped-def]
    found = persons(EVERYBODY, pairs)
    assert all(found[head] == head for head in found.values())


def test_the_one_known_longest_stays_and_a_restricted_one_before_all() -> None:
    old, new = Known("z", START), Known("a", START + timedelta(days=1))
    assert survivor(new, old) == survivor(old, new) == (old, new)
    hidden = Known("m", START + timedelta(days=9), restricted=True)
    assert survivor(old, hidden)[0] == hidden


said = st.builds(
    Asserted,
    id=st.uuids().map(str),
    person=ids,
    decided=st.sampled_from(["person", "engine", "import"]),
    at=st.sampled_from([START, START + timedelta(days=1)]),
    retracted=st.booleans(),
)


@given(st.lists(said, max_size=6), st.randoms())
def test_whose_a_record_is_does_not_ask_for_the_order(some, random) -> None:  # type: ignore[no-untyped-def]
    other = list(some)
    random.shuffle(other)
    assert owner(some) == owner(other)


def test_a_persons_word_beats_the_engines_and_a_retracted_one_counts_for_nothing() -> None:
    engine = Asserted("1", "b", "engine", START + timedelta(days=5))
    person = Asserted("2", "a", "person", START)
    assert owner([engine, person]) == "a"
    assert owner([engine, Asserted("2", "a", "person", START, retracted=True)]) == "b"
    assert owner([]) is None


# --- the engine's decision
@pytest.mark.parametrize(
    ("candidates", "outcome", "person"),
    [
        ([], "new", ""),
        ([Candidate("a", 1.9)], "new", ""),
        ([Candidate("a", 2.0)], "review", ""),
        ([Candidate("a", 7.9)], "review", ""),
        ([Candidate("a", 8.0)], "join", "a"),
        ([Candidate("a", 8.0), Candidate("b", 12.0)], "join", "b"),
        ([Candidate("a", 20.0, guard="twin")], "family-known", ""),
        ([Candidate("a", 20.0, guard="twin"), Candidate("b", 9.0)], "join", "b"),
        ([Candidate("a", 20.0, barred="cannot-link")], "new", ""),
        ([Candidate("a", 20.0, barred="shield")], "new", ""),
        ([Candidate("a", -3.0, must=True), Candidate("b", 30.0)], "join", "a"),
        ([Candidate("a", 20.0, guard="parent", must=True)], "join", "a"),
        ([Candidate("a", 20.0, must=True, barred="shield")], "new", ""),
        ([Candidate("a", 20.0, names_alone=True)], "review", ""),  # his father bears the same rare name
        ([Candidate("a", 20.0, names_alone=True), Candidate("b", 9.0)], "join", "b"),
    ],
)
def test_the_engine_joins_asks_or_leaves_be(candidates: list[Candidate], outcome: str, person: str) -> None:
    found = decide_link(candidates)
    assert (found.outcome, found.person) == (outcome, person)


def test_a_second_known_person_over_the_line_is_a_question_and_never_a_join() -> None:
    found = decide_link([Candidate("a", 12.0), Candidate("b", 9.0), Candidate("c", 4.0)])
    assert (found.person, found.rivals, found.ask) == ("a", ("b",), ("c",))


@given(st.lists(st.builds(Candidate, person=ids, score=st.floats(-20, 30), guard=st.sampled_from(["", "twin"]),
                          barred=st.sampled_from(["", "shield", "cannot-link"])), max_size=8), st.randoms())  # fmt: skip
def test_nobody_barred_is_joined_or_asked_about_in_any_order(candidates, random) -> None:  # type: ignore[no-untyped-def]
    found = decide_link(candidates)
    free = {one.person for one in candidates if not one.barred}
    assert {found.person, *found.ask, *found.rivals, *found.family} - {""} <= free
    other = list(candidates)
    random.shuffle(other)
    assert decide_link(other).outcome == found.outcome


def test_a_join_is_questioned_only_four_bits_below_the_line() -> None:
    assert [comes_apart(score) for score in (8.0, 5.0, 4.0, 3.9)] == [False, False, False, True]


# --- shields
WALL = Shield("old", "new", frozenset({"n:old", "dob"}), frozenset({"n:new", "dob"}), frozenset({"mother"}))


@pytest.mark.parametrize(
    ("person", "traits", "may"),
    [
        ("new", {"n:new"}, True),
        ("new", {"dob"}, True),
        ("new", {"n:old"}, False),
        ("new", {"n:new", "n:old"}, False),
        ("old", {"n:old", "dob"}, True),
        ("old", {"n:new"}, False),
        ("somebody", {"n:new", "n:old"}, True),
    ],
)
def test_what_belongs_to_one_side_alone_is_not_said_of_the_other(
    person: str, traits: set[str], may: bool
) -> None:
    assert may_hold([WALL], {person}, frozenset(traits)) is may


def test_nobody_of_the_former_household_is_tied_to_the_present_identity() -> None:
    assert not may_tie([WALL], {"new"}, {"mother"}) and not may_tie([WALL], {"mother"}, {"new"})
    assert not may_tie([WALL], {"new"}, {"old"})
    assert may_tie([WALL], {"old"}, {"mother"}) and may_tie([WALL], {"new"}, {"carer"})


# --- merging
def side(*ids: str, **more: object) -> Side:
    return Side(exists=True, ids=frozenset(ids), **more)  # type: ignore[arg-type]


def test_what_stands_against_a_merge() -> None:
    said = Rulings(cannot=frozenset({frozenset({"a", "b"})}))
    assert may_merge(side("a"), side("c"), said, [])
    assert may_merge(side("a"), side("b"), said, []).reason == "cannot-link"
    assert may_merge(side("a", "x"), side("b", "y"), said, []).reason == "cannot-link"
    assert may_merge(side("a"), side("a"), said, []).reason == "candidate-gone"
    shielded, gone = (
        may_merge(side("old"), side("new"), said, [WALL]),
        may_merge(side("a"), Side(False, frozenset("q")), said, []),
    )
    assert shielded.reason == "identity-shield"
    assert (shielded.say, shielded.next_step) == (gone.say, gone.next_step), "a shield is nobody's to know of"
    kept = {"restricted": True, "named": frozenset({"x"})}
    other = {"restricted": True, "named": frozenset({"y"})}
    assert may_merge(side("a", **kept), side("c", **other), said, []).reason == "both-restricted"
    assert may_merge(side("a", **kept), side("c", **kept), said, [])


def test_cannot_beats_must() -> None:
    pair = frozenset({frozenset({"a", "b"})})
    assert Rulings(must=pair).demands({"a"}, {"b"})
    assert not Rulings(must=pair, cannot=pair).demands({"a"}, {"b"})


def test_two_children_are_two_who_may_be_children() -> None:
    assert are_two_children([3, 17]) and are_two_children([None, 5]) and are_two_children([None, None])
    assert not are_two_children([3, 18])


def test_a_shield_is_found_from_either_side_and_under_any_id() -> None:
    assert crosses([WALL], {"new", "x"}, {"y", "old"}) is WALL
    assert crosses([WALL], {"new"}, {"mother"}) is None
