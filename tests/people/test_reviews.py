"""Questions about identities: who sees them, in which order, what an answer does, a second person for two children, undoing."""

from datetime import timedelta
from typing import Any

import pytest

from plait.base.access.verdict import Refused
from plait.people.access import open_review, review_queue
from plait.people.actions.answer_review import answer_review, second_review, undo_review
from plait.people.actions.ask_for_review import ask_for_review
from plait.people.actions.involve import involve
from plait.people.actions.link_record import link_record
from plait.people.actions.merge_people import merge_people
from plait.people.actions.rule_on_link import cannot_link, lift_ruling, must_link
from plait.people.models import (
    Assertion,
    LinkRuling,
    Merge,
    Person,
    ReviewAnswer,
    ReviewItem,
    SourceRecord,
)
from plait.people.queries import records_to_look_for, standing_id
from plait.people.rules.identity import Candidate
from tests.people.extracts import COMMAND, HEAD, LEANNE, Desk

pytestmark = pytest.mark.django_db
THEO = "{},Theo,Marlow,2019-04-03,M,,,\n"


def people(desk: Desk, *rows: str) -> list[str]:
    desk.imports(HEAD + "".join(rows))
    found = SourceRecord.objects.order_by("agency_record").values_list("person_id", flat=True)
    return [str(one) for one in found]


def asks(desk: Desk, one: str, other: str | None, **more: Any) -> ReviewItem:
    given: dict[str, Any] = {"kind": "possible", "by": COMMAND, "at": desk.at} | more
    return ask_for_review(one_id=one, other_id=other, **given)


def answers(desk: Desk, item: ReviewItem, said: str, who: str = "screener", **more: Any) -> ReviewItem:
    return answer_review(
        review_id=str(item.pk), said=said, because=more.pop("because", "Looked at both."),
        by=desk.cast.actor(who, at=desk.at), at=desk.at, **more,
    )  # fmt: skip


def record_of(person: str) -> SourceRecord:
    return SourceRecord.objects.get(person_id=person)


def links(desk: Desk, record: SourceRecord, *candidates: Candidate) -> str:
    return link_record(
        record_id=str(record.pk), candidates=candidates, model="m1", by=COMMAND, at=desk.at
    ).outcome


# --- the engine
def test_a_record_that_stands_alone_joins_and_can_come_apart(desk: Desk) -> None:
    one, other = people(desk, LEANNE, LEANNE.replace("1,", "2,", 1))
    assert links(desk, record_of(other), Candidate(one, 14.0)) == "join"
    said = Assertion.objects.get(decided="engine")
    assert (said.score, said.model, str(said.was_id)) == (14.0, "m1", other)
    assert standing_id(one) == standing_id(other)
    item = asks(desk, standing_id(one), None, kind="split", record_id=str(said.record_id))
    answers(desk, item, "different")
    said.refresh_from_db()
    assert said.retracted_at is not None
    assert standing_id(one) != standing_id(other)
    record = SourceRecord.objects.get(person_id=other)
    assert links(desk, record, Candidate(one, 30.0)) == "new", "the night does not undo what a person said"
    by = desk.cast.actor("manager", at=desk.at)
    undo_review(review_id=str(item.pk), because="It was hers.", by=by, at=desk.at)
    item.refresh_from_db()
    assert item.state == "open"
    assert standing_id(one) == standing_id(other), "everything stands as it stood"
    assert not LinkRuling.objects.filter(lifted_at=None).exists()
    again = Assertion.objects.get(decided="engine", retracted_at=None)
    assert (again.record_id, again.score, again.model) == (said.record_id, 14.0, "m1")
    answers(desk, item, "different")
    assert standing_id(one) != standing_id(other), "and it can be answered again"


def test_what_no_search_joined_is_not_said_to_have_been_taken_apart(desk: Desk) -> None:
    """The answer would change nothing, and the question would be gone for good."""
    (one,) = people(desk, LEANNE)
    item = asks(desk, one, None, kind="broken", record_id=str(record_of(one).pk))
    with pytest.raises(Refused) as refused:
        answers(desk, item, "different")
    assert "Take them apart on the person’s page" in refused.value.verdict.next_step
    item.refresh_from_db()
    assert item.state == "open" and not item.answers.exists()
    assert answers(desk, item, "same").state == "decided"


def test_two_known_people_are_never_joined_in_silence(desk: Desk) -> None:
    one, other, third = people(desk, LEANNE, LEANNE.replace("1,", "2,", 1), LEANNE.replace("1,", "3,", 1))
    links(desk, record_of(third), Candidate(other, 12.0))
    involve(
        person_ids=[standing_id(other)], kind="duty", source_kind="contact", source_id=Person.objects.get(pk=one).pk,
        team_id=str(desk.cast.teams["hub"].pk), by=COMMAND, at=desk.at,
    )  # fmt: skip
    known = SourceRecord.objects.filter(person_id=standing_id(other)).first()
    assert known
    assert links(desk, known, Candidate(one, 40.0)) == "review"
    assert standing_id(one) != standing_id(other)
    assert ReviewItem.objects.get().kind == "merge"


def test_what_an_engine_asks_twice_is_one_question(desk: Desk) -> None:
    one, other = people(desk, THEO.format(1), THEO.format(2))
    for score in (5.0, 6.0):
        links(desk, record_of(other), Candidate(one, score))
    assert ReviewItem.objects.get().score == 6.0


def test_a_practitioner_is_no_engine(desk: Desk) -> None:
    (one,) = people(desk, LEANNE)
    with pytest.raises(Refused):
        link_record(
            record_id=str(record_of(one).pk),
            candidates=(),
            model="",
            by=desk.cast.actor("manager", at=desk.at),
            at=desk.at,
        )


def test_records_wait_to_be_looked_for_and_again_when_they_change(desk: Desk) -> None:
    (one,) = people(desk, LEANNE)
    assert len(records_to_look_for(10)) == 1
    links(desk, record_of(one))
    assert records_to_look_for(10) == []
    desk.imports(HEAD + LEANNE.replace("Kerrigan", "Marlow"))
    assert len(records_to_look_for(10)) == 1


# --- rulings
def test_a_persons_word_beats_any_score_until_it_ends(desk: Desk) -> None:
    one, other = people(desk, LEANNE, LEANNE.replace("1,", "2,", 1))
    by = desk.cast.actor("screener", at=desk.at)
    said = cannot_link(
        one_id=one,
        other_id=other,
        because="Mother and daughter",
        until=desk.at + timedelta(days=1),
        by=by,
        at=desk.at,
    )
    assert links(desk, record_of(other), Candidate(one, 99.0)) == "new"
    desk.at += timedelta(days=2)
    assert links(desk, record_of(other), Candidate(one, 99.0)) == "join"
    assert LinkRuling.objects.get(pk=said.pk).lifted_at is None


def test_must_link_joins_below_the_line_and_can_be_lifted(desk: Desk) -> None:
    one, other = people(desk, LEANNE, LEANNE.replace("1,", "2,", 1))
    by = desk.cast.actor("screener", at=desk.at)
    said = must_link(one_id=one, other_id=other, because="Same passport", by=by, at=desk.at)
    lift_ruling(ruling_id=str(said.pk), because="Another passport", by=by, at=desk.at)
    assert links(desk, record_of(other), Candidate(one, -2.0)) == "new"
    must_link(one_id=one, other_id=other, because="Same passport", by=by, at=desk.at)
    assert links(desk, record_of(other), Candidate(one, -2.0)) == "join"


@pytest.mark.parametrize(
    "wrong", [{"because": " "}, {"other_id": "one"}, {"who": "teacher"}, {"until": "past"}]
)
def test_a_ruling_needs_a_reason_two_people_and_somebody_who_may(desk: Desk, wrong: dict[str, str]) -> None:
    one, other = people(desk, LEANNE, THEO.format(2))
    with pytest.raises(Refused):
        must_link(
            one_id=one,
            other_id=one if wrong.get("other_id") else other,
            because=wrong.get("because", "So."),
            until=desk.at if wrong.get("until") else None,
            by=desk.cast.actor(wrong.get("who", "screener"), at=desk.at),
            at=desk.at,
        )


# --- the queue
def test_what_rests_on_the_answer_comes_first_then_the_oldest(desk: Desk) -> None:
    a, b, c, d, e, f = people(desk, *(THEO.format(number) for number in range(1, 7)))
    plain = asks(desk, a, b)
    desk.at += timedelta(days=1)
    guarded = asks(desk, c, d)
    desk.at += timedelta(days=1)
    urgent = asks(desk, e, f)
    Person.objects.filter(pk=d).update(address_hidden=True)
    involve(
        person_ids=[f], kind="duty", source_kind="contact", source_id=urgent.pk,
        team_id=str(desk.cast.teams["hub"].pk), by=COMMAND, at=desk.at,
    )  # fmt: skip
    rows = list(review_queue(desk.cast.actor("screener", at=desk.at), at=desk.at))
    assert rows == [urgent, guarded, plain]
    assert [getattr(row, "rests", None) for row in rows] == [2, 1, 0]


@pytest.mark.parametrize("who", ["teacher", "police", "call_handler", "privacy_officer"])
def test_whoever_may_not_say_who_is_who_sees_no_question(desk: Desk, who: str) -> None:
    one, other = people(desk, THEO.format(1), THEO.format(2))
    item = asks(desk, one, other)
    by = desk.cast.actor(who, at=desk.at)
    assert not review_queue(by, at=desk.at).exists()
    with pytest.raises(Refused) as refused:
        open_review(by, str(item.pk), at=desk.at)
    assert refused.value.verdict.hides


def test_a_question_about_a_restricted_person_is_not_there(desk: Desk) -> None:
    one, other = people(desk, THEO.format(1), THEO.format(2))
    item = asks(desk, one, other)
    Person.objects.filter(pk=other).update(restricted=True, custodian=desk.cast.teams["custodians"])
    with pytest.raises(Refused) as refused:
        answers(desk, item, "same")
    assert refused.value.verdict.hides


# --- answers
def test_two_adults_said_to_be_one_are_joined_at_once_and_undone(desk: Desk) -> None:
    one, other = people(desk, LEANNE, LEANNE.replace("1,", "2,", 1))
    item = answers(desk, asks(desk, one, other), "same", blind=True)
    assert item.state == "decided" and standing_id(one) == standing_id(other)
    assert ReviewAnswer.objects.get().blind
    undo_review(
        review_id=str(item.pk), because="Sisters.", by=desk.cast.actor("manager", at=desk.at), at=desk.at
    )
    item.refresh_from_db()
    assert item.state == "open" and standing_id(one) != standing_id(other)
    assert not LinkRuling.objects.exists(), "nobody said that they are two"
    assert ReviewAnswer.objects.get().undone_at is not None


def test_two_children_take_two_people(desk: Desk) -> None:
    one, other = people(desk, THEO.format(1), THEO.format(2))
    with pytest.raises(Refused) as refused:
        merge_people(
            one_id=one,
            other_id=other,
            because="Same.",
            by=desk.cast.actor("screener", at=desk.at),
            at=desk.at,
        )
    assert refused.value.verdict.reason == "needs-second-person"
    item = answers(desk, asks(desk, one, other), "same")
    assert item.state == "second" and not Merge.objects.exists()
    given: dict[str, Any] = {"review_id": str(item.pk), "because": "Yes.", "at": desk.at}
    with pytest.raises(Refused) as refused:
        second_review(agrees=True, by=desk.cast.actor("screener", at=desk.at), **given)
    assert refused.value.verdict.reason == "own-answer"
    with pytest.raises(Refused) as refused:
        answers(desk, item, "different", who="manager")
    assert refused.value.verdict.reason == "waits-for-second"
    second_review(agrees=False, by=desk.cast.actor("manager", at=desk.at), **given)
    item.refresh_from_db()
    assert item.state == "open" and not Merge.objects.exists()
    answers(desk, item, "same")
    second_review(agrees=True, by=desk.cast.actor("manager", at=desk.at), **given)
    assert standing_id(one) == standing_id(other)
    undo_review(
        review_id=str(item.pk), because="Twins.", by=desk.cast.actor("manager", at=desk.at), at=desk.at
    )
    assert standing_id(one) != standing_id(other)


@pytest.mark.parametrize("said", ["different", "family"])
def test_said_to_be_two_they_are_kept_apart_until_undone(desk: Desk, said: str) -> None:
    one, other = people(desk, LEANNE, LEANNE.replace("1,", "2,", 1))
    item = answers(desk, asks(desk, one, other), said)
    assert links(desk, record_of(other), Candidate(one, 99.0)) == "new"
    undo_review(
        review_id=str(item.pk), because="Wrong.", by=desk.cast.actor("manager", at=desk.at), at=desk.at
    )
    assert links(desk, record_of(other), Candidate(one, 99.0)) == "join"


def test_whoever_cannot_tell_leaves_it_for_the_next(desk: Desk) -> None:
    one, other = people(desk, LEANNE, THEO.format(2))
    item = answers(desk, asks(desk, one, other), "unsure", because="")
    assert item.state == "open" and ReviewAnswer.objects.get().said == "unsure"
    with pytest.raises(Refused):
        answers(desk, item, "different", because=" ")
