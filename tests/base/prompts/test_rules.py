"""Which question stands, which is news, and which three a page shows. Pure, and over made-up stories."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plait.base.packs.schema.prompts import FACTS, PROTECTED, RULES, PromptsFile
from plait.base.prompts.rules import (
    MOST,
    Earlier,
    Fact,
    Question,
    Rate,
    Story,
    is_news,
    mentions,
    on_a_page,
    questions,
)
from plait.feedback.prompts import DETECTORS as FEEDBACK
from plait.handover.prompts import DETECTORS as HANDOVER
from plait.people.prompts import DETECTORS as PEOPLE
from plait.referrals.prompts import DETECTORS as REFERRALS
from plait.stepdown.prompts import DETECTORS as STEPDOWN
from tests.packs.shipped import shipped

ON = date(2026, 11, 27)
EVERY = REFERRALS | PEOPLE | FEEDBACK | STEPDOWN | HANDOVER


def the_file() -> PromptsFile:
    file = shipped("areas/ellowmere").prompts
    assert file is not None
    return file


@dataclass(frozen=True)
class Row:
    mandatory: bool
    place: int
    asked_on: date
    twin: str


rows = st.builds(
    Row,
    mandatory=st.booleans(),
    place=st.integers(0, 23),
    asked_on=st.dates(date(2026, 1, 1), ON),
    twin=st.sampled_from("abcdefgh"),
)


@given(st.lists(rows, max_size=20), st.integers(1, 9))
def test_never_more_than_three_each_once_and_what_must_be_answered_first(found: list[Row], most: int) -> None:
    shown = on_a_page(found, most=most)
    assert len(shown) <= min(most, MOST) == min(most, 3)
    assert len({one.twin for one in shown}) == len(shown)
    assert sorted(shown, key=lambda one: not one.mandatory) == shown
    must = {one.twin for one in found if one.mandatory}
    if must - {one.twin for one in shown}:
        assert all(one.mandatory for one in shown), (
            "one that can wait took the place of one that must be answered"
        )


facts = st.builds(
    Fact,
    kind=st.sampled_from(sorted(FACTS)),
    day=st.dates(ON - timedelta(days=400), ON),
    ref=st.sampled_from(["contact:1", "contact:2", "check:1", "item:1", "decision:1", "referral:1"]),
    code=st.sampled_from(["", "nfa", "advice", "1A", "speak_to_me", "section_47", "a", "b"]),
    agency=st.sampled_from(["", "police", "school"]),
    who=st.sampled_from(["", "contact:1", "check:1", "referral:1", "person:1"]),
    number=st.integers(0, 5),
    words=st.sampled_from(["", "A bruise", "Not brought again", "A malicious call", "well"]),
    sealed_for=st.sampled_from(["", "", "", "keepers", "others"]),
)


@given(st.lists(facts, max_size=14))
def test_what_is_sealed_is_never_behind_an_open_question(told: list[Fact]) -> None:
    file = the_file()
    story = Story(ON, tuple(sorted(told, key=lambda one: (one.day, one.kind, one.ref))))
    openly = Story(ON, tuple(one for one in story.facts if not one.sealed_for))
    asked = questions(story, file, EVERY)
    assert [one for one in asked if not one.custodian] == questions(openly, file, EVERY)
    for one in asked:
        sealed = {fact.sealed_for for fact in told if fact.ref in one.evidence and fact.sealed_for}
        assert one.custodian in sealed | {""}
        assert set(one.evidence) <= {fact.ref for fact in told}
    assert asked == questions(story, file, EVERY), "the same story asks the same"


def test_a_rule_sees_only_the_kinds_of_facts_that_it_may() -> None:
    seen: list[str] = []
    story = Story(ON, tuple(Fact(kind, ON, "contact:1") for kind in FACTS))
    for rule in the_file().rules:
        EVERY[rule.code](story.seen_by(rule.code), rule)
        seen = [one.kind for one in story.seen_by(rule.code).facts]
        assert set(seen) == set(RULES[rule.code].looks_at)


def test_no_protected_characteristic_is_an_input() -> None:
    for kind, meaning in FACTS.items():
        assert not PROTECTED.search(f"{kind} {meaning}"), kind
    assert not set(Fact.__slots__) & {"sex", "ethnicity", "disability", "language", "religion", "gender"}
    for needs in RULES.values():
        assert set(needs.looks_at) <= set(FACTS)


def test_nothing_is_asked_twice_and_known_stays_quiet() -> None:
    question = Question("moves", ("contact:1",))
    same = Earlier("moves", frozenset({"contact:1"}), open=True)
    assert not is_news(question, [same], quiet_days=90, on=ON)
    wider = Question("moves", ("contact:1", "contact:2"))
    assert is_news(wider, [same], quiet_days=90, on=ON), "new evidence is a new question"
    known = Earlier("moves", frozenset({"contact:1"}), answer="known", answered_on=ON - timedelta(days=89))
    assert not is_news(wider, [known], quiet_days=90, on=ON)
    assert is_news(wider, [known], quiet_days=89, on=ON)
    not_so = Earlier("moves", frozenset({"contact:1"}), answer="not_so", answered_on=ON)
    assert is_news(wider, [not_so], quiet_days=90, on=ON)
    assert not is_news(question, [not_so], quiet_days=90, on=ON + timedelta(days=900))
    assert is_news(
        question, [Earlier("same-outcome", frozenset({"contact:1"}), open=True)], quiet_days=9, on=ON
    )
    gone = Earlier("moves", frozenset({"contact:1"}))
    assert is_news(question, [gone], quiet_days=90, on=ON), "facts that are back are asked about again"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A Bruise on his arm", True),
        ("bruising, left cheek", True),
        ("No bruise was seen", False),
        ("not any bruise", False),
        ("no scald, but a bruise", True),
        ("Well", False),
    ],
)
def test_a_word_is_found_in_any_case_but_not_after_a_no(text: str, found: bool) -> None:
    assert mentions(text, ["bruis"]) is found


def test_a_rate_is_of_a_rule_and_nobody() -> None:
    rate = Rate("moves", asked=10, answered=4, not_so=2, known=1, acted=1)
    assert rate.dismissed == 0.75
    assert Rate("moves", asked=3, answered=0, not_so=0, known=0, acted=0).dismissed is None
    assert not {"by", "who", "practitioner", "person"} & set(Rate.__slots__)
