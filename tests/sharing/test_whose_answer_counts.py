"""Whose answer counts, and when agreement stands: the rule itself, without a database."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from plait.sharing.rules.family import Answer, Member, Process, may_rest_on, standing
from plait.sharing.rules.family_asking import Candidate, MustNotKnow, must_not_know
from plait.sharing.rules.family_days import birthday, ends_on, next_birthday
from plait.sharing.rules.family_giving import Asking, Giving, may_ask, may_give

ON = date(2026, 11, 23)
THEO = Member("theo", 7, frozenset({"leanne", "dean"}))
AMAL = Member("amal", 13, frozenset({"leanne", "dean"}))
ZOE = Member("zoe", 16, frozenset({"leanne"}))
PACK = Process()


def said(giver: str, answer: str = "yes", *, of: str = "theo", **more: object) -> Answer:
    return replace(
        Answer(
            agreement=f"{giver}-{answer}", giver=giver, of=frozenset({of}), capacity="responsibility", answer=answer,
            withdrawn=False, expires_on=date(2027, 6, 1), ended=False, groups=frozenset({"concern", "health"}),
        ),
        **more,  # type: ignore[arg-type]
    )  # fmt: skip


def facts(member: Member, *answers: Answer, process: Process = PACK) -> str:
    return standing([member], answers, on=ON, process=process).reason


def test_one_parent_is_enough_where_the_pack_says_so() -> None:
    assert facts(THEO, said("leanne")) == "agreed"
    assert facts(THEO, said("leanne"), process=replace(PACK, parents_enough="all")) == "agreement-missing"
    both = (said("leanne"), said("dean"))
    assert facts(THEO, *both, process=replace(PACK, parents_enough="all")) == "agreed"


def test_a_parent_who_must_not_be_asked_is_not_waited_for() -> None:
    member = replace(THEO, not_to_ask=frozenset({"dean"}))
    assert facts(member, said("leanne"), process=replace(PACK, parents_enough="all")) == "agreed"


def test_the_other_parents_no_stops_it_where_the_pack_says_so() -> None:
    assert facts(THEO, said("leanne"), said("dean", "no")) == "agreement-refused"
    assert (
        facts(THEO, said("leanne"), said("dean", "no"), process=replace(PACK, refusal_stops=False))
        == "agreed"
    )


def test_somebody_without_responsibility_never_counts() -> None:
    assert facts(THEO, said("kevin")) == "agreement-missing"
    assert facts(THEO, said("leanne"), said("kevin", "no")) == "agreed"


def test_a_child_who_understands_prevails_over_parents() -> None:
    own = said("amal", "no", of="amal", capacity="competent_child")
    yes = said("leanne", of="amal")
    assert facts(AMAL, yes, own) == "agreement-refused"
    assert facts(AMAL, said("leanne", "no", of="amal"), replace(own, answer="yes")) == "agreed"
    together = replace(PACK, competent_child_prevails=False)
    assert facts(AMAL, replace(own, answer="yes"), yes, process=together) == "agreement-missing"


def test_from_sixteen_on_it_is_their_own() -> None:
    assert facts(ZOE, said("leanne", of="zoe")) == "agreement-missing"
    assert facts(ZOE, said("zoe", of="zoe", capacity="young_person")) == "agreed"


def test_the_newest_word_of_each_counts() -> None:
    assert facts(THEO, said("leanne", "no"), said("leanne")) == "agreed"
    assert facts(THEO, said("leanne"), said("leanne", "later")) == "agreement-later"


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"withdrawn": True}, "agreement-withdrawn"),
        ({"expires_on": date(2026, 11, 22)}, "agreement-expired"),
        ({"ended": True}, "agreement-closed"),
    ],
)
def test_what_is_over_no_longer_counts(more: dict[str, Any], reason: str) -> None:
    found = standing([THEO], [said("leanne", **more)], on=ON, process=PACK)
    assert found.reason == reason
    assert found.next_step and not found.verdict


def test_it_stands_on_the_last_day_itself() -> None:
    assert facts(THEO, said("leanne", expires_on=ON)) == "agreed"


def test_a_refusal_never_says_whose() -> None:
    found = standing([AMAL], [said("amal", "no", of="amal", capacity="competent_child")], on=ON, process=PACK)
    for word in ("amal", "leanne", "dean", "child", "mother", "father", "parent"):
        assert word not in f"{found.say} {found.next_step}".casefold()


def test_everybody_whose_information_goes_must_be_covered() -> None:
    both = standing([THEO, ZOE], [said("leanne")], on=ON, process=PACK)
    assert (both.reason, both.missing) == ("agreement-missing", ("zoe",))
    assert standing([], [said("leanne")], on=ON, process=PACK).reason == "agreement-missing"


def test_what_was_barred_does_not_go() -> None:
    found = standing([THEO], [said("leanne", left_out=frozenset({"health"}))], on=ON, process=PACK)
    assert found.groups == {"concern"}
    assert may_rest_on(found, {"concern"})
    assert may_rest_on(found, {"concern", "health"}).reason == "agreement-leaves-out"
    assert may_rest_on(found, {"police"}).reason == "agreement-not-for-this"


# --- who can give it
def give(capacity: str, **more: object) -> str:
    base = Giving(capacity=capacity, note="", giver_age=40, about_themselves=True)
    return may_give(replace(base, **more), PACK).reason  # type: ignore[arg-type]


SEEN = "Birth certificate seen on Monday."


def test_without_responsibility_nobody_agrees_for_a_child() -> None:
    verdict = may_give(Giving("responsibility", SEEN, 40, False, {"theo": "no"}, {"theo": 7}), PACK)
    assert verdict.reason == "no-responsibility"
    assert "Ask somebody who has it" in verdict.next_step


def test_responsibility_that_nobody_knows_of_must_have_been_seen() -> None:
    assert give("responsibility", responsibility={"theo": "not_known"}) == "responsibility-not-known"
    assert give("responsibility", responsibility={"theo": "not_known"}, note=SEEN) == "responsibility"
    assert give("responsibility", responsibility={"theo": "yes"}) == "responsibility"


def test_nobody_agrees_for_somebody_of_sixteen() -> None:
    assert give("responsibility", responsibility={"zoe": "yes"}, ages={"zoe": 16}) == "own-right"


def test_competence_is_a_note_and_not_a_tick() -> None:
    assert give("competent_child", giver_age=13, note="Yes.") == "needs-competence-note"
    assert (
        give("competent_child", giver_age=13, note="Told me in her words what the nurse would read.")
        == "competent-child"
    )
    assert give("competent_child", giver_age=16, note=SEEN) == "capacity-does-not-fit"


@pytest.mark.parametrize(
    ("capacity", "age"), [("own", 17), ("young_person", 15), ("young_person", 18), ("young_person", None)]
)
def test_capacity_fits_age(capacity: str, age: int | None) -> None:
    assert give(capacity, giver_age=age) == "capacity-does-not-fit"


def test_for_themselves_means_for_nobody_else() -> None:
    assert give("own", responsibility={"theo": "yes"}) == "only-for-themselves"


# --- who must not be asked
WHERE = [MustNotKnow("where", "Dean Kerrigan, her ex-partner")]


def test_whoever_must_not_know_is_not_asked() -> None:
    assert must_not_know(Candidate("Dean", "Kerrigan"), WHERE)
    assert not must_not_know(Candidate("Leanne", "Marlow", frozenset({"mother"})), WHERE)
    assert (
        may_ask(Asking(must_not_know=True, warned=True, why_safe="He is at work.")).reason
        == "must-not-be-asked"
    )


def test_the_father_is_meant_where_nobody_is_named() -> None:
    father = Candidate("", "", frozenset({"father"}))
    assert must_not_know(father, [MustNotKnow("where", "the father")])
    assert must_not_know(father, [MustNotKnow("where", "his dad")])
    assert not must_not_know(father, [MustNotKnow("where", "Ryan, an ex-partner")])
    assert not must_not_know(Candidate("", "", frozenset({"mother"})), [MustNotKnow("where", "the father")])


def test_anybody_else_is_asked_with_a_reason() -> None:
    assert may_ask(Asking(must_not_know=False, warned=True)).reason == "say-why-safe"
    assert may_ask(Asking(must_not_know=False, warned=True, why_safe="Alone, at the school."))
    assert may_ask(Asking(must_not_know=False, warned=False))


# --- days
def test_days_that_are_not_in_every_year() -> None:
    assert ends_on(date(2028, 2, 29), months=12) == date(2029, 2, 28)
    assert ends_on(date(2026, 8, 31), months=6) == date(2027, 2, 28)
    assert birthday(date(2012, 2, 29), 13) == date(2025, 3, 1)


def test_the_next_birthday_that_matters() -> None:
    ages = (12, 16, 18)
    assert next_birthday(date(2014, 11, 23), ages, after=date(2026, 11, 22)) == (12, ON)
    assert next_birthday(date(2014, 11, 23), ages, after=ON) == (16, date(2030, 11, 23))
    assert next_birthday(date(2000, 1, 1), ages, after=ON) is None
