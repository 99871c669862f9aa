"""What is decided about stepping down, and that every promise has an owner, whatever happens: pure."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plait.stepdown import rules
from plait.stepdown.life import LIVE, STEPDOWN
from plait.stepdown.rules import (
    Earlier,
    Helped,
    Holder,
    Looked,
    Parts,
    Step,
    Weighed,
    answers_register,
    is_over,
    may_accept,
    may_decide_risk,
    may_let_go,
    may_look,
    may_step,
    missing,
    needs_step_down,
    owner_of,
    promises_of,
    rung_of,
)
from tests.packs.shipped import AREAS, shipped

WHOLE = Parts(
    accepted=True, agreement_needed=True, agreed=True, agreement_say="", contingency="If he returns, ring the hub.",
    needs_without_owner=0, family_told=True,
)  # fmt: skip
LOOKS = ("visit", "first_review", "held_3", "held_6", "held_12")
STANDINGS = ("yes", "slipped", "no", "not_seen")


def step(area: str, above: int, below: int) -> Step:
    pack = shipped(area)
    bar = pack.stepping_down().barred(pack.level(above).statutory_basis, pack.level(below).statutory_basis)
    if bar is None:
        return Step(above, below)
    return Step(above, below, True, bar.manager_may, bar.say, bar.instead)


def test_the_two_areas_bar_different_steps() -> None:
    here, there = AREAS
    assert may_step(step(here, 4, 2), manager=True, because="Safe.").reason == "barred-here"
    assert may_step(step(here, 4, 3), manager=False, because="").reason == "steps-down"
    barred = step(there, 5, 3)
    assert may_step(barred, manager=False, because="Safe.").reason == "barred-needs-manager"
    assert may_step(barred, manager=True, because=" ").reason == "bar-needs-reason"
    assert may_step(barred, manager=True, because="Six months of change.").reason == "manager-past-the-bar"
    assert may_step(step(there, 5, 2), manager=True, because="Safe.").reason == "barred-here"


@pytest.mark.parametrize("area", AREAS)
def test_a_refused_step_offers_a_way_on_and_one_that_is_open_leads_there(area: str) -> None:
    pack = shipped(area)
    for above in pack.levels:
        for below in pack.levels:
            verdict = may_step(step(area, above.n, below.n), manager=False, because="")
            assert verdict or (verdict.say and verdict.next_step)
            if below.n >= above.n:
                assert verdict.reason == "not-down"
        down = [
            may_step(step(area, above.n, below.n), manager=True, because="Why.")
            for below in pack.levels[: above.n - 1]
        ]
        assert any(down) or above.n == 1, f"nobody is trapped at level {above.n}"


def test_only_help_that_somebody_led_is_asked_about() -> None:
    asked: dict[str, frozenset[str]] = {
        "asked_from": frozenset({"CA89_17", "CA89_47"}),
        "not_asked_after": frozenset({"transfer_out"}),
    }
    led = Helped(frozenset({"CA89_17"}), led=True, last_outcome="nfa")
    assert needs_step_down(led, **asked)
    assert not needs_step_down(replace(led, led=False), **asked)
    assert not needs_step_down(replace(led, bases=frozenset({"CA04_10"})), **asked)
    assert not needs_step_down(replace(led, last_outcome="transfer_out"), **asked), (
        "the other area holds them"
    )


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"accepted": False}, "lead"),
        ({"agreed": False}, "agreement"),
        ({"contingency": "  "}, "contingency"),
        ({"needs_without_owner": 2}, "needs"),
        ({"family_told": False}, "told"),
    ],
)
def test_each_missing_part_is_said_and_a_managers_word_is_enough(
    change: dict[str, object], code: str
) -> None:
    lacking = missing(replace(WHOLE, **change))  # type: ignore[arg-type]
    assert [one.code for one in lacking] == [code]
    status = "offered" if code == "lead" else "held"
    held_back = may_let_go(status, lacking, decided=())
    assert not any(held_back)
    assert all(one.say and one.next_step for one in held_back)
    assert all(may_let_go("carried" if code == "lead" else status, lacking, decided={code})), (
        "nobody is trapped"
    )
    assert may_decide_risk(Weighed(lacking), manager=True, because="Seen every week.")
    assert may_decide_risk(Weighed(lacking), manager=False, because="Seen.").reason == "needs-manager"
    assert may_decide_risk(Weighed(lacking), manager=True, because="").reason == "needs-reason"


def test_a_whole_step_down_lets_go_and_needs_no_manager() -> None:
    assert missing(WHOLE) == ()
    assert all(may_let_go("held", (), decided=()))
    assert may_decide_risk(Weighed(), manager=True, because="Why.").reason == "nothing-missing"
    assert missing(replace(WHOLE, agreement_needed=False, agreed=False)) == ()
    assert [one.reason for one in may_let_go("declined", (), decided=())] == ["step-down-declined"]


def test_who_may_accept() -> None:
    able = Holder(in_team=True, may_lead=True)
    assert may_accept(able)
    assert may_accept(replace(able, in_team=False)).reason == "not-the-team-asked"
    assert may_accept(replace(able, may_lead=False)).reason == "role-does-not-lead"
    assert may_accept(replace(able, held_by_somebody_able=True)).reason == "held-already"
    assert may_accept(replace(able, held_by_somebody_able=True, holds_now=True))


def test_own_records_first_and_partners_only_as_it_was_explained() -> None:
    said = Looked("yes", STANDINGS, own_records="School: here every day.")
    assert may_look(said)
    assert may_look(replace(said, own_records=" ")).reason == "own-records-first"
    assert may_look(replace(said, partners="The school says so.")).reason == "no-gateway-explained"
    explained = replace(said, partners="The school says so.", gateway_explained=True)
    assert may_look(explained).reason == "gateway-not-in-force"
    assert may_look(replace(explained, gateway_in_force=True))
    assert may_look(replace(said, standing="fine")).reason == "no-standing"
    assert may_look(replace(said, open_promise=False)).reason == "not-open"
    assert may_look(replace(said, too_soon=True)).reason == "too-soon"
    joint = replace(said, joint=True)
    assert may_look(joint).reason == "who-went" and may_look(replace(joint, standing="not_seen"))
    assert may_look(replace(joint, together=False)), "one alone is a visit, and it is said"


def test_a_concern_in_the_year_after_is_known_as_one() -> None:
    earlier = Earlier("held", date(2026, 6, 26), date(2027, 6, 26))
    assert answers_register(earlier, on=date(2026, 11, 27))
    assert answers_register(earlier, on=date(2027, 6, 26))
    assert not answers_register(earlier, on=date(2027, 6, 27))
    assert not answers_register(earlier, on=date(2026, 6, 25))


def test_who_hears_of_a_late_promise_in_which_order() -> None:
    assert [rung_of(fired) for fired in range(5)] == ["owner", "deputies", "managers", "managers", "managers"]


def test_a_manager_decides_while_it_does_not_hold_and_somebody_looks_again() -> None:
    def why(**found: Any) -> str:
        return may_decide_risk(Weighed(owed=True, **found), manager=True, because="Why.").reason

    assert why() == why(looks_left=False, months=3) == "risk-weighed"
    assert why(looks_left=False) == "needs-months", "else nobody would look again"
    assert why(months=0) == why(months=13) == "not-those-months"


@given(
    deeds=st.lists(
        st.sampled_from(
            [
                *sorted({move.verb for move in STEPDOWN.moves}),
                *STANDINGS, "decide", "decide, again", "receiving gone", "handing gone",
            ]
        ),
        max_size=25,
    )
)  # fmt: skip
def test_no_sequence_of_events_leaves_a_promise_without_an_owner(deeds: list[str]) -> None:
    status, begun, there = "offered", False, {"receiving": True, "handing": True}
    answered: set[str] = set()
    undecided, again = False, 0
    for deed in deeds:
        looks = (*LOOKS, *(f"again_{n}" for n in range(1, again + 1)))
        left = [one for one in looks if one not in answered]
        owed = promises_of(status, begun=begun, looks=looks, answered=answered, undecided=undecided)
        if deed in STANDINGS:
            asked = next((one for one in owed if one in looks), None)
            if asked is None or deed == "not_seen":
                continue
            answered.add(asked)
            undecided = undecided or deed in ("slipped", "no")
            if status in ("held", "carried") and is_over(
                asked, deed, looks=LOOKS, left=[one for one in left if one != asked], undecided=undecided
            ):
                status = "sustained"
        elif deed.startswith("decide"):
            months = 3 if deed.endswith("again") or not left else None
            found = Weighed(owed="risk" in owed, looks_left=bool(left), months=months)
            if status in LIVE and may_decide_risk(found, manager=True, because="Why."):
                undecided, again = False, again + bool(months)
                status, begun = ("carried" if status in ("offered", "declined") else status), True
        elif deed.endswith(" gone"):
            there[deed.removesuffix(" gone")] = False
        elif STEPDOWN.may(deed, now=status):
            status = STEPDOWN.after(deed, now=status)
            begun = begun or status in ("held", "carried")
        looks = (*LOOKS, *(f"again_{n}" for n in range(1, again + 1)))
        owed = promises_of(status, begun=begun, looks=looks, answered=answered, undecided=undecided)
        assert bool(owed) == (status in LIVE), "a live step down that owes nothing is lost"
        assert not undecided or status != "sustained", "a yes ends nothing that a manager has to decide"
        assert not undecided or status not in LIVE or "risk" in owed, "it did not hold: somebody decides"
        for promise in owed:
            owner = owner_of(promise, status, **there)
            assert owner == "hub" or there[owner], (promise, status, there)
        if "risk" in owed:  # no dead end: a manager may decide, and then somebody looks again
            left = [one for one in looks if one not in answered]
            months = None if left else 3
            way = Weighed(owed=True, looks_left=bool(left), months=months)
            assert may_decide_risk(way, manager=True, because="Why.")
        if status not in LIVE:
            assert STEPDOWN.may("concern again", now=status) or status in ("stepped_up", "reopened")


def test_protection_is_never_asked_for_a_form() -> None:
    """From every state in which somebody answers for the family, one move leads back to the hub or the lead."""
    for state in LIVE:
        assert STEPDOWN.may("concern again", now=state)
        assert STEPDOWN.may("step up", now=state)
    assert not hasattr(rules, "may_say_concern_again"), "no rule stands before a new concern"
