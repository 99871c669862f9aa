"""Whom an agreement with another area binds, which words of theirs are taken in, and the shape in which both sides sign it."""

from dataclasses import replace
from datetime import date
from itertools import product
from typing import Any, get_args

import pytest
from pydantic import ValidationError

from plait.base.federation.wire.refusals import NotAccepted
from plait.base.keys import canonical
from plait.sharing.rules import Clause, Clauses, Request, Wanted, decide
from plait.sharing.rules.between import MOST_WAITING, Came, may_be_left, may_bind, may_take_back, may_take_in
from plait.sharing.wire.agreement import (
    FORMAT,
    LONGEST,
    Text,
    digest_of_terms,
    read_word,
    terms_of,
    write_word,
)
from tests.handover.agreeing import term, their_text, their_word


def test_one_area_and_the_agency_of_the_hub_or_no_area_at_all() -> None:
    for areas, agencies, hubs in product(range(3), range(4), (True, False)):
        allowed = bool(may_bind(areas=areas, agencies=agencies, hubs=hubs))
        assert allowed == (areas == 0 or (areas, agencies, hubs) == (1, 1, True))


def test_words_that_another_area_may_have_are_changed_by_nobody_alone() -> None:
    assert [
        (ours, signed)
        for ours, signed in product((True, False), repeat=2)
        if may_take_back(area="Northmere", ours=ours, signed=signed)
    ] == [(True, False)]
    assert all(may_take_back(area="", ours=ours, signed=True) for ours in (True, False))
    assert may_be_left(area="") and not may_be_left(area="Northmere")


def test_no_word_counts_but_for_the_two_of_us_in_the_same_words() -> None:
    """Every case there is: what is refused stays refused when anything else about it gets worse."""
    befores = get_args(Came.__annotations__["before"])
    taken = [
        one
        for one in (
            Came(between_us=a, known=b, theirs=c, same=d, free=e, before=before)
            for a, b, c, d, e in product((True, False), repeat=5)
            for before in befores
        )
        if may_take_in(one)
    ]
    assert taken and all(one.between_us for one in taken)
    assert all(one.theirs and one.same for one in taken if one.known)
    assert all(one.free and one.before in ("none", "known") for one in taken if not one.known)
    crowded = [one for one in taken if may_take_in(replace(one, waiting=MOST_WAITING))]
    assert crowded == [one for one in taken if one.known], "what stands here already is heard all the same"
    for one in taken:
        worse = [replace(one, between_us=False)]
        worse += (
            [replace(one, theirs=False), replace(one, same=False)]
            if one.known
            else [replace(one, free=False)]
        )
        assert not any(may_take_in(each) for each in worse)


def test_an_area_that_is_not_believed_is_named_as_the_reason() -> None:
    clause = Clause(
        "c1", holders=frozenset({"ANY"}), recipients=frozenset({"ANY"}), fields=frozenset({"concern"}),
        purposes=frozenset({"enquiry"}), gateways=frozenset({"CA04_16LA"}), parties=frozenset({"us", "north"}),
        label="NORTH-1, clause 1",
    )  # fmt: skip
    asks = Request(
        frozenset({"us", "ANY"}), frozenset({"north", "ANY"}), "enquiry", "CA04_16LA", date(2026, 11, 23), (Wanted("concern"),),
        holder_name="Ellowmere", recipient_name="Northmere", abroad=True,
    )  # fmt: skip
    assert decide(asks, Clauses([clause])).allowed
    away = frozenset({"north"})
    rests = decide(asks, Clauses([replace(clause, left=away, away=away)]))
    assert (rests.allowed, rests.missing[0].lacks) == (False, ("party",))
    assert "Northmere is not believed here at present" in rests.say
    others = decide(asks, Clauses([replace(clause, parties=frozenset({"us", "police"}))]))
    assert (
        others.say
        == "No agreement with Northmere lets Ellowmere share what somebody is worried about for “this”."
    )


def test_a_word_reads_as_it_was_written_and_has_one_digest() -> None:
    word = their_word(their_text(clauses=[term(1), term(2, begins="2026-11-05", ends="2026-12-01")]))
    assert read_word(write_word(word)) == word
    assert digest_of_terms(terms_of(word.agreement)) == digest_of_terms(
        terms_of(read_word(write_word(word)).agreement)
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"title": " "},
        {"dpia": ""},
        {"starts": "2026-13-01"},
        {"starts": "2026-11-02", "ends": "2026-11-01"},
        {"clauses": []},
        {"clauses": [term(1), term(1)]},
        {"clauses": [term(holders=["area:north", "ANY"])]},
        {"clauses": [term(holders=["ANY", "ANY"])]},
        {"clauses": [term(begins="2026-12-02", ends="2026-12-01")]},
        {"clauses": [term(agreement_rule="whatever")]},
        {"clauses": [term(besides="A word that nobody knows")]},
        {"besides": "A word that nobody knows"},
        {"version": 0},
        {"first": "North"},
    ],
    ids=str,
)
def test_what_is_signed_is_understood_to_the_last_word(changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        their_text(**changes)
    said = write_said() | {"agreement": terms_of(their_text()) | changes}
    with pytest.raises(NotAccepted):
        read_word(canonical(said))


@pytest.mark.parametrize(
    "changes",
    [
        {"says": "signed", "clause": 1},
        {"says": "revoked", "because": " "},
        {"follows": "00000000-0000-4000-8000-0000000000c2"},
        {"format": "sharing-agreement/2"},
        {"made": "yesterday"},
        {"because": "\u0000"},
    ],
    ids=str,
)
def test_a_word_that_says_two_things_or_nothing_is_none(changes: dict[str, Any]) -> None:
    with pytest.raises(NotAccepted):
        read_word(canonical(write_said() | changes))


def test_what_a_newer_sender_says_besides_its_words_harms_nothing() -> None:
    assert read_word(canonical(write_said() | {"besides": "hello"})).agreement == their_text()
    with pytest.raises(NotAccepted, match="too-long"):
        read_word(b" " * (LONGEST + 1))
    for raw in (b"", b"[]", b"{}", b"\xff"):
        with pytest.raises(NotAccepted):
            read_word(raw)


def write_said() -> dict[str, Any]:
    said = their_word(their_text()).model_dump(mode="json")
    assert said["format"] == FORMAT and Text.model_validate(said["agreement"]) == their_text()
    return said
