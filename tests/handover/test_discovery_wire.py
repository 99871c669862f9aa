"""A question and its answer as they travel: what is one, what is none, and that an answer tells nothing by its length."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plait.base.federation.wire.refusals import NotAccepted
from plait.base.keys import canonical
from plait.handover.wire.discovery import (
    LENGTH,
    SAYS,
    Answer,
    Ask,
    Contact,
    Home,
    Somebody,
    read_answer,
    read_ask,
    write_answer,
    write_ask,
)

RING = Contact("Northmere Council", "The hub", "01632 960700", "Night team", "01632 960799")
AVA = Somebody("Ava", "Marlow", "", date(2017, 4, 2), "9990000001")
ASK = Ask(
    child=AVA,
    household=(Somebody("Leanne", "Marlow", born_on=date(1990, 1, 2)),),
    homes=(Home("12 Mill Row", "EW1 2AB"),),
    purpose="enquiry",
    gateway="CA04_16LA",
    because="They came last week and nobody knows them here.",
    name="Nora Field",
    job="Social worker",
    ring=RING,
    quiet=True,
)

words = st.text(st.characters(categories=("L", "Zs")), min_size=3, max_size=60).filter(
    lambda one: len(one.strip()) > 2
)
people = st.builds(
    Somebody,
    words,
    words,
    st.just(""),
    st.one_of(st.none(), st.dates(min_value=date(1900, 1, 1))),
    st.sampled_from(["9990000001", "9990000002"]),
)
rings = st.builds(Contact, words, words, st.just("01632 960700"), words, st.just("01632 960799"))


@given(people, st.lists(people, max_size=6), st.booleans(), rings)
def test_a_question_comes_as_it_was_asked(
    child: Somebody, home: list[Somebody], quiet: bool, ring: Contact
) -> None:
    asked = replace(ASK, child=child, household=tuple(home), quiet=quiet, ring=ring)
    assert read_ask(write_ask(asked)) == asked


@given(rings)
def test_every_answer_is_as_long_and_differs_in_its_word_alone(ring: Contact) -> None:
    written = {says: write_answer(Answer(says, ring)) for says in SAYS}
    assert {len(one) for one in written.values()} == {LENGTH}
    assert all(read_answer(one) == Answer(says, ring) for says, one in written.items())
    bare = [
        {k: v for k, v in json.loads(one).items() if k not in ("says", "pad")} for one in written.values()
    ]
    assert bare[0] == bare[1] == bare[2] and set(bare[0]) == {"ring"}


def changed(**said: Any) -> bytes:
    return canonical({**json.loads(write_ask(ASK)), **said})


def child(**said: str) -> dict[str, str]:
    return {"first": "", "last": "", "last-before": "", "born": "", "nhs": "", **said}


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"child": child(last="Marlow")}, "asks-about-anybody"),
        ({"child": child(first="A*", last="Marlow", born="2017-04-02")}, "asks-about-anybody"),
        ({"child": child(first="Ava", last="%", born="2017-04-02")}, "asks-about-anybody"),
        ({"child": child(first="Ava", last="Marlow"), "homes": []}, "asks-about-anybody"),
        ({"child": child(first="Ava", last="Marlow", born="2017-4-2")}, "not-an-ask"),
        ({"child": child(nhs="999")}, "not-an-ask"),
        ({"child": [child(nhs="9990000001")]}, "not-an-ask"),
        ({"household": [child(nhs="9990000001")] * 7}, "not-an-ask"),
        ({"homes": [{"street": "1 Row", "postcode": "EW*"}]}, "not-an-ask"),
        ({"because": "why"}, "not-an-ask"),
        ({"because": "Ring me\x1b[2J at once"}, "not-an-ask"),
        ({"because": "‮ siht yas uoy od yhW"}, "not-an-ask"),
        ({"by": {"name": "", "job": "Social worker"}}, "not-an-ask"),
        ({"quiet": "yes"}, "not-an-ask"),
        ({"purpose": "any thing"}, "not-an-ask"),
        ({"ring": {}}, "not-an-ask"),
    ],
)
def test_what_is_no_question_about_one_family_by_somebody(said: dict[str, Any], why: str) -> None:
    with pytest.raises(NotAccepted) as fault:
        read_ask(changed(**said))
    assert fault.value.reason == why


def test_what_a_newer_area_says_besides_is_passed_over() -> None:
    assert read_ask(changed(later={"any": 1})) == ASK


@pytest.mark.parametrize(
    "written",
    [b"", b"{}", b"[]", b"\xff", canonical({"says": "known"}), b" " * LENGTH, write_answer(Answer("known", RING))[:-1],
     write_answer(Answer("known", RING)).replace(b'"says":"known"', b'"says":"knows"')],
)  # fmt: skip
def test_what_is_no_answer(written: bytes) -> None:
    with pytest.raises(NotAccepted):
        read_answer(written)


def test_a_question_longer_than_any_is_not_read() -> None:
    with pytest.raises(NotAccepted, match="too-long"):
        read_ask(b" " * 40_000)
