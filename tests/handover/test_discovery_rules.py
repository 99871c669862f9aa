"""Whom to ask and how quietly, what to answer, and how much is too much: the rules alone."""

from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plait.handover.rules.discovery import (
    BEFORE,
    Area,
    Asking,
    Heard,
    Looked,
    Match,
    Safety,
    answer_leaves,
    areas_to_ask,
    asks_too_much,
    goes_quietly,
    may_ask_areas,
    may_follow,
    reply_to,
    second_area,
)
from plait.handover.wire.discovery import SAYS, Home, Somebody
from tests.packs.shipped import AREAS, shipped

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
AVA = Somebody("Ava", "Marlow", "", date(2017, 4, 2), "")
matches = st.lists(
    st.builds(
        Match,
        st.sampled_from("abcdef"),
        st.booleans(),
        st.booleans(),
        st.booleans(),
        st.sampled_from(["", "team"]),
    ),
    max_size=6,
    unique_by=lambda one: one.person,
)


# --- how quietly
def test_only_an_answered_no_beside_silent_records_is_told_openly() -> None:
    assert goes_quietly(Safety()), "nobody has asked"
    assert goes_quietly(Safety(fleeing="yes"))
    assert not goes_quietly(Safety(fleeing="no"))


@pytest.mark.parametrize("known", [one.name for one in fields(Safety) if one.name != "fleeing"])
def test_whatever_is_known_goes_before_what_was_answered(known: str) -> None:
    found: dict[str, Any] = {known: True}
    assert goes_quietly(replace(Safety(fleeing="no"), **found))


# --- what is answered
@given(matches)
def test_whoever_is_kept_changes_no_answer(found: list[Match]) -> None:
    """Restricted equals absent."""
    with_them, without = reply_to(found), reply_to([one for one in found if not one.kept])
    assert (with_them.says, with_them.person, with_them.confirm) == (
        without.says,
        without.person,
        without.confirm,
    )
    assert set(with_them.rings) == {one.person for one in found if one.kept} and without.rings == ()


@given(matches)
def test_known_is_one_child_for_sure_and_possible_is_looked_at(found: list[Match]) -> None:
    reply = reply_to(found)
    sure = [one for one in found if one.sure and one.child and not one.kept]
    assert (reply.says == "known") == (len(sure) == 1)
    assert reply.confirm == (reply.says == "possible")
    assert (reply.says == "nothing") == (not reply.person)


def test_a_mother_who_is_known_makes_her_newborn_possible() -> None:
    reply = reply_to([Match("mother", sure=True, kept=False, child=False)])
    assert (reply.says, reply.person) == ("possible", "mother")


@given(st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=300)))
def test_an_answer_leaves_on_a_full_minute_not_at_once(later: timedelta) -> None:
    came = NOW + later
    leaves = answer_leaves(came)
    assert (leaves.second, leaves.microsecond) == (0, 0)
    assert timedelta(minutes=1) < leaves - came <= timedelta(minutes=2)


def test_the_last_word_is_said_once() -> None:
    allowed = {(was, now) for was in (None, *SAYS) for now in SAYS if may_follow(was, now)}
    assert allowed == {(None, one) for one in SAYS} | {("possible", "known"), ("possible", "nothing")}


# --- whom to ask
def test_where_they_lived_first_then_what_the_family_said_and_all_others_only_wide() -> None:
    north, south, west = (
        Area("north", "Northmere", "North Council"),
        Area("south", "South"),
        Area("west", "West"),
    )

    def codes(**said: Any) -> list[tuple[str, str]]:
        found = areas_to_ask([west, south, north], lived_in={"North Council"}, **said)
        return [(one.area.code, one.because) for one in found]

    assert codes(told=(), wide=False) == [("north", "lived")]
    assert codes(told={"south"}, wide=False) == [("north", "lived"), ("south", "told")]
    assert codes(told={"south"}, wide=True)[-1] == ("west", "wide")


ASKING = Asking(AVA, (), 1, False, False, "They came last week.", "", 0)


def test_one_child_a_reason_and_a_few_areas() -> None:
    assert may_ask_areas(ASKING)
    assert may_ask_areas(replace(ASKING, areas=3, told=3, told_because="A sister in each."))
    assert may_ask_areas(replace(ASKING, child=Somebody(nhs_number="9990000001")))
    assert may_ask_areas(replace(ASKING, child=replace(AVA, born_on=None), homes=(Home("1 Row", "EW1 1AA"),)))


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"child": Somebody(surname="Marlow")}, "asks-about-anybody"),
        ({"child": replace(AVA, born_on=None)}, "asks-about-anybody"),
        ({"because": "  "}, "needs-reason"),
        ({"areas": 0}, "no-area"),
        ({"today": 20}, "too-many-asks"),
        ({"told": 1, "told_because": "  "}, "told-needs-words"),
        ({"told": 4, "areas": 4, "told_because": "She names four."}, "wide-needs-senior"),
        ({"wide": True}, "wide-needs-senior"),
        ({"areas": 6}, "wide-needs-senior"),
        ({"wide": True, "senior": True}, "wide-needs-reason"),
    ],
)
def test_who_is_refused_and_why(said: dict[str, Any], why: str) -> None:
    verdict = may_ask_areas(replace(ASKING, **said))
    assert (verdict.reason, bool(verdict.next_step)) == (why, True)


def test_a_senior_asks_widely_with_a_reason() -> None:
    assert may_ask_areas(
        replace(ASKING, wide=True, senior=True, areas=150, wide_because="A child is missing.")
    )


# --- how much is too much
def test_an_area_that_asks_about_everybody() -> None:
    assert not asks_too_much(Heard(29, 99, 19), BEFORE)
    assert asks_too_much(Heard(30, 0, 0), BEFORE)
    assert asks_too_much(Heard(0, 100, 0), BEFORE)
    assert asks_too_much(Heard(0, 0, 20), BEFORE)


def test_two_areas_draw_the_line_elsewhere() -> None:
    ours, theirs = (shipped(area).asking_areas() for area in AREAS)
    assert not asks_too_much(Heard(15, 15, 1), ours) and asks_too_much(Heard(15, 15, 1), theirs)
    assert may_ask_areas(replace(ASKING, today=10, limits=ours))
    assert may_ask_areas(replace(ASKING, today=10, limits=theirs)).reason == "too-many-asks"
    assert (ours.kept_days, theirs.kept_days) == (90, 60)


# --- what it may mean
def test_a_second_area_that_asks_is_worth_a_question() -> None:
    north, south = Looked("north", NOW), Looked("south", NOW - timedelta(days=30))
    assert second_area([north, south], lately=timedelta(days=180), now=NOW)
    assert not second_area([north, north], lately=timedelta(days=180), now=NOW), "the same area asks again"
    assert not second_area(
        [north, replace(south, at=NOW - timedelta(days=400))], lately=timedelta(days=180), now=NOW
    )
