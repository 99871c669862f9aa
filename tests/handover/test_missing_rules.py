"""Word of a missing family, and a move that is noted: what must be answered first, and what changes nothing. Pure."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from plait.base.federation.wire.refusals import NotAccepted
from plait.base.keys import canonical
from plait.handover.rules.alerting import (
    CHECKS,
    MAYBE,
    SAID_BY,
    SEEN_BY,
    Answers,
    Heard,
    Signing,
    as_role,
    ended_is_told_on,
    may_check,
    may_end,
    may_raise,
    may_send,
    may_sign,
    what_it_changes,
)
from plait.handover.rules.discovery import Safety
from plait.handover.rules.moving import Noted, flees, look_on, may_look, may_note, what_may_be_found
from plait.handover.wire.missing import Gone, Person, Ring, Said, read_gone, read_said, written

SAFE = Safety(fleeing="no")
ALL = Answers(
    said_by="works", may_be_fled="no", fleeing="no", check="nothing", check_by="Sergeant Ito, police",
    check_found="Nothing in either record.", because="Nobody has opened the door for two weeks.",
)  # fmt: skip
TODAY = date(2026, 11, 28)
NUMBER = "00000000-0000-0000-0000-0000000000a1"


def reason(answers: Answers, safety: Safety = SAFE, *, recipients: int = 1, standing: bool = False) -> str:
    return may_raise(answers, safety, recipients=recipients, standing=standing).reason


def test_everything_answered_may_be_raised() -> None:
    assert may_raise(ALL, SAFE, recipients=1, standing=False)
    assert all(reason(replace(ALL, said_by=one)) == "may-raise" for one in SAID_BY)


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        *(
            ({name: value}, "may-flee")
            for name in ("may_be_fled", "fleeing")
            for value in MAYBE
            if value != "no"
        ),
        ({"check": "something"}, "may-flee"),
        ({"check": "not_made"}, "no-abuse-check"),
        ({"check_by": " "}, "no-abuse-check"),
        ({"check_found": ""}, "no-abuse-check"),
        ({"because": "Why not."}, "needs-reason"),
        ({"said_by": ""}, "not-answered"),
        ({"fleeing": ""}, "not-answered"),
    ],
)
def test_nothing_goes_while_anything_is_unanswered_or_anybody_may_flee(
    changed: dict[str, str], why: str
) -> None:
    assert reason(replace(ALL, **changed)) == why
    assert set(CHECKS) == {"nothing", "something", "not_made"}


@pytest.mark.parametrize("kept", ["hidden", "protected", "must_not_learn", "shared_home", "restricted"])
def test_whoever_hides_is_never_told_apart(kept: str) -> None:
    """Whatever stands in the records, the refusal is the one that somebody's own answer gets."""
    hides: dict[str, Any] = {kept: True}
    said = may_raise(ALL, replace(SAFE, **hides), recipients=1, standing=False)
    assert said == may_raise(replace(ALL, fleeing="yes"), SAFE, recipients=1, standing=False)
    assert not may_send(replace(SAFE, **hides)) and may_send(SAFE)


def test_somebody_hears_of_it_and_once() -> None:
    assert reason(ALL, recipients=0) == "to-nobody"
    assert reason(ALL, standing=True) == "stands-already"


def test_a_senior_signs_who_did_not_raise_it() -> None:
    signing = Signing("waiting", raiser=False, roles=("hub_manager",), signed_by=("hub_manager",))
    assert may_sign(signing)
    assert may_sign(replace(signing, raiser=True)).reason == "own-word"
    assert may_sign(replace(signing, roles=("hub_screener",))).reason == "no-role-signs"
    assert may_sign(replace(signing, state="live")).reason == "signed-already"


def test_found_says_who_saw_them_and_an_end_says_why() -> None:
    assert may_end("live", "found", role="A midwife", words="")
    assert may_end("live", "found", role="", words="Somewhere.").reason == "no-role"
    assert may_end("waiting", "found", role="A midwife", words="").reason == "not-sent"
    assert all(may_end("live", "found", role=one, words="") for one in SEEN_BY)
    for role in (
        "A nurse at St Anne’s", "Midwife, Harbour ward", "PC 4411", "A refuge worker", "A prison officer",
        "A teacher of Leeds Grammar", "A Brighton health visitor",
    ):  # fmt: skip
        assert may_end("live", "found", role=role, words="").reason == "no-role"
        assert as_role(role) == "Somebody", "nor is it shown where another area says it"
    assert may_end("waiting", "ended", role="", words="Raised by mistake.")
    assert may_end("live", "ended", role="", words="").reason == "needs-reason"
    assert may_end("ended", "found", role="A midwife", words="").reason == "over"
    assert may_check("live", "The school and the doctor again.")
    assert may_check("live", "").reason == "needs-words" and may_check("found", "x" * 20).reason == "over"


@pytest.mark.parametrize(
    ("says", "number", "heard", "becomes"),
    [
        ("missing", 1, Heard(), "live"),
        ("missing", 1, Heard(1, live=True, there=True), ""),  # twice
        ("found", 2, Heard(1, live=True, there=True), "found"),
        ("found", 2, Heard(), "found"),  # before the word that it ends
        ("missing", 1, Heard(2, there=True), ""),  # late: nobody is missing again
        ("ended", 2, Heard(2, there=True), ""),
        ("missing", 3, Heard(2, there=True), ""),  # an alert that is over never begins again
        ("ended", 2, Heard(1, live=True, there=True), "ended"),
    ],
)
def test_late_twice_and_out_of_order_undo_nothing(says: str, number: int, heard: Heard, becomes: str) -> None:
    assert what_it_changes(says, number, heard=heard, ends_on=TODAY, today=TODAY) == becomes


def test_one_whose_time_is_over_never_begins() -> None:
    late = TODAY + timedelta(days=1)
    assert what_it_changes("missing", 1, heard=Heard(), ends_on=TODAY, today=late) == "ended"


# --- as it travels
RING = Ring(who="Northmere Hub", phone="01632 960700", at_night="Night team", at_night_phone="01632 960799")
WORD = Said(
    alert=NUMBER, number=1, says="missing", reference="M-2345-6789", ring=RING, ends_on="2027-02-27",
    people=[Person(forename="Ana", surname="Moor", born=2019)], if_seen=["Ring the number below at once."],
)  # fmt: skip
FOUND = WORD.model_copy(
    update={
        "number": 2,
        "says": "found",
        "people": [],
        "if_seen": [],
        "seen_by": "A midwife",
        "seen_on": "2026-11-28",
    }
)


def test_what_travels_is_read_as_it_was_said() -> None:
    assert read_said(written(WORD)) == WORD and read_said(written(FOUND)) == FOUND
    gone = Gone(alert=NUMBER, on="2026-11-28")
    assert read_gone(written(gone)) == gone


@pytest.mark.parametrize(
    "change",
    [
        {"people": []}, {"people": [{"forename": "", "surname": ""}]}, {"number": 0}, {"number": True}, {"says": "seen"},
        {"reference": "m-1"}, {"ends_on": "soon"}, {"ends_on": "2026-02-30"}, {"alert": "x"},
        {"people": [{"forename": "A\u202eb", "surname": "C"}]}, {"people": [{"forename": "A"}] * 13},
        {"ring": {**RING.model_dump(), "phone": "ring <me>"}}, {"says": "found"}, {"says": "ended"},
        {"people": [{"forename": "A", "born": "2019"}]}, {"if_seen": ["x" * 301]}, {"ring": {}},
    ],
    ids=str,
)  # fmt: skip
def test_what_is_no_alert_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(NotAccepted):
        read_said(canonical({**WORD.model_dump(), **change}))


@pytest.mark.parametrize(
    "change", [{"seen_by": ""}, {"seen_on": ""}, {"people": [{"forename": "Ana"}]}], ids=str
)
def test_found_names_nobody_and_says_by_whom(change: dict[str, Any]) -> None:
    with pytest.raises(NotAccepted):
        read_said(canonical({**FOUND.model_dump(), **change}))


def test_a_word_has_no_room_for_a_place_or_a_reason() -> None:
    told = {**WORD.model_dump(), "where": "14 Heron Quay Rise", "because": "He says so"}
    assert "Heron" not in repr(read_said(canonical(told)))
    assert set(Said.model_fields) == {
        "alert", "number", "says", "reference", "ring", "ends_on", "people", "if_seen", "seen_by", "seen_on",
    }  # fmt: skip
    assert set(Person.model_fields) == {"forename", "surname", "born"}


# --- a move
NOTED = Noted("notified", "Her mother rang the school.")


def test_a_move_says_how_it_is_known() -> None:
    assert may_note(NOTED, today=TODAY)
    assert may_note(replace(NOTED, told=""), today=TODAY).reason == "how-known"
    assert may_note(replace(NOTED, known="guessed"), today=TODAY).reason == "how-known"
    assert may_note(replace(NOTED, temporary=True), today=TODAY).reason == "no-until"
    assert may_note(replace(NOTED, temporary=True, until=TODAY), today=TODAY)
    assert may_note(replace(NOTED, until=TODAY - timedelta(days=1)), today=TODAY).reason == "until-past"


def test_what_is_for_a_time_or_only_thought_is_asked_again() -> None:
    soon, later = TODAY + timedelta(days=14), TODAY + timedelta(days=60)
    assert look_on(NOTED, today=TODAY, suspected_days=14) is None
    assert look_on(replace(NOTED, temporary=True, until=later), today=TODAY, suspected_days=14) == later
    guess = replace(NOTED, known="suspected")
    assert look_on(guess, today=TODAY, suspected_days=14) == soon
    assert look_on(replace(guess, until=later), today=TODAY, suspected_days=14) == soon
    assert what_may_be_found("suspected", temporary=True) == ("moved", "not_moved")
    assert what_may_be_found("notified", temporary=True) == ("back", "stays", "longer")
    assert what_may_be_found("discovered", temporary=False) == ("back",)
    assert flees(("renting", "fled")) and not flees(("renting",))


def test_a_move_is_looked_at_while_it_stands() -> None:
    able, later = ("back", "stays", "longer"), TODAY + timedelta(days=30)
    assert may_look("back", over=False, able=able, until=None, today=TODAY)
    assert may_look("longer", over=False, able=able, until=later, today=TODAY)
    assert may_look("longer", over=False, able=able, until=TODAY, today=TODAY).reason == "no-until"
    assert may_look("moved", over=False, able=able, until=None, today=TODAY).reason == "no-such-word"
    assert may_look("back", over=True, able=able, until=None, today=TODAY).reason == "over"


@pytest.mark.parametrize(
    ("check_on", "today", "told"),
    [
        (date(2026, 11, 30), date(2026, 11, 24), date(2026, 11, 30)),
        (date(2026, 11, 24), date(2026, 11, 24), date(2026, 11, 30)),  # nobody looked: the next whole week
        (None, date(2026, 11, 23), date(2026, 11, 30)),
        (None, date(2026, 11, 29), date(2026, 11, 30)),
        (None, date(2027, 2, 23), None),  # after its last day, which everybody knew
    ],
)
def test_that_it_ended_is_told_on_a_day_that_says_nothing(
    check_on: date | None, today: date, told: date | None
) -> None:
    ends = date(2027, 2, 22)
    assert ended_is_told_on(check_on, began=date(2026, 11, 23), ends_on=ends, today=today) == told
