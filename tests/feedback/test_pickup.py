"""*The child is at school now: can she go home?* is answered before the bell, or those who can act are rung."""

from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest

from plait.base.access.verdict import Refused
from plait.base.audit.actor import Actor
from plait.base.clock import LONDON
from plait.base.clock.queries import clock
from plait.base.outbox.models import Message
from plait.base.timers import fire_due
from plait.desk.presenters.hub_board import hub_board
from plait.desk.queries.hub_board import board_facts
from plait.feedback.access import schools_that_wait
from plait.feedback.actions.answer_pickup import answer_pickup
from plait.feedback.actions.chase import chase
from plait.feedback.actions.erase_feedback import erase_feedback
from plait.feedback.actions.watch_pickup import watch_pickup
from plait.feedback.handlers import object_to_closing
from plait.feedback.models import FeedbackTask, PickupWord
from plait.feedback.store.timing import ring_back_of
from plait.people.actions.declare_conflict import declare_conflict
from plait.referrals.concern import Concern, Teller
from plait.referrals.events import BeforeClosing
from plait.referrals.models import CallNote, Referrer
from plait.site.demo.cast import Cast
from tests.feedback.journey import CHILD, SURNAME, Journey, family


def on(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, 23, hour, minute, tzinfo=LONDON)  # a Monday of term; the bell rings at 15:20


@pytest.fixture
def asked(cast: Cast, pack: Any) -> Journey:
    """Raised at five past nine: she is at school now."""
    return Journey(cast, on(9)).raised("teacher", family(in_school_now="yes"))


def pickup(journey: Journey) -> Any:
    found = clock(f"{journey.contact.ref}:pickup")
    assert found is not None
    return found


def test_whoever_says_that_the_child_is_at_school_hears_before_the_bell(asked: Journey) -> None:
    assert pickup(asked).due_at == on(14, 30)
    assert pickup(asked).owner == f"team:{asked.contact.team_id}"

    def on_the_board() -> Any:
        by, noon = asked.who("screener"), on(15)
        shown = hub_board(board_facts(by, at=on(10), until=noon), until=noon, at=on(10))
        return next(row for row in (*shown.turning, *shown.danger, *shown.unopened) if row.at_school)

    # On the board stands the number of whom to ring, and not only the hub's own; none where it would say who told us.
    school = asked.contact.referrer.agency
    assert school is not None
    assert (on_the_board().school, on_the_board().school_phone) == (school.name, school.phone)
    Referrer.objects.filter(contact=asked.contact).update(protected=True)
    assert (on_the_board().school, on_the_board().school_phone) == ("", "")


def test_nobody_waits_at_a_gate_where_nobody_is_at_school(cast: Cast, pack: Any) -> None:
    for said in ({}, {"in_school_now": "no"}, {"in_school_now": "yes", "about_worker": True}):
        journey = Journey(cast, on(9)).raised("teacher", family(**said))
        assert clock(f"{journey.contact.ref}:pickup") is None
    with pytest.raises(Refused):
        watch_pickup(contact_id=str(journey.contact.pk), by=journey.who("screener"), at=journey.at)


@pytest.mark.parametrize("said", PickupWord.Said.values)
def test_one_word_is_told_at_once_and_the_clock_is_kept(asked: Journey, said: str) -> None:
    answer_pickup(contact_id=str(asked.contact.pk), said=said, by=asked.who("screener"), at=on(11))
    told = FeedbackTask.objects.get(about=asked.contact.ref)
    assert told.status == FeedbackTask.Status.SENT
    assert asked.contact.reference in told.text
    assert CHILD not in told.text
    assert (pickup(asked).state, pickup(asked).stopped_at) == ("stopped", on(11))
    letter = Message.objects.get(key=f"{told.ref}:waiting")
    assert letter.to_ref == f"practitioner:{asked.cast.people['teacher'].pk}"


def test_the_last_word_counts_and_the_same_word_twice_is_once(asked: Journey) -> None:
    for said, hour in (("keep", 10), ("keep", 11), ("can_go", 12)):
        answer_pickup(contact_id=str(asked.contact.pk), said=said, by=asked.who("screener"), at=on(hour))
    assert [one.said for one in PickupWord.objects.order_by("at")] == ["keep", "can_go"]


def test_i_rang_counts(asked: Journey) -> None:
    answer_pickup(
        contact_id=str(asked.contact.pk),
        said="coming",
        spoke_with="Nia Osei",
        by=asked.who("screener"),
        at=on(11),
    )
    assert CallNote.objects.get().counts_as == "feedback"
    assert pickup(asked).state == "stopped"


def test_who_rang_the_hub_from_a_school_is_rung_back(cast: Cast, pack: Any) -> None:
    whole = family()
    call = Concern(
        children=whole.children, observed="Crying.", channel="phone", in_school_now="yes",
        teller=Teller("practitioner", name="Ann Lee", phone="01632 960555"),
    )  # fmt: skip
    journey = Journey(cast, on(9)).raised("call_handler", call)
    how: dict[str, Any] = {
        "contact_id": str(journey.contact.pk),
        "said": "keep",
        "by": journey.who("screener"),
    }
    with pytest.raises(Refused) as refused:
        answer_pickup(**how, at=on(10))
    assert refused.value.verdict.reason == "ring-them"
    assert pickup(journey).state == "running"
    answer_pickup(**how, spoke_with="Ann Lee", at=on(11))
    assert FeedbackTask.objects.get().status == FeedbackTask.Status.TOLD
    assert pickup(journey).state == "stopped"


@pytest.mark.parametrize("who", ["teacher", "dsl", "police", "other_teacher", "privacy_officer"])
def test_nobody_else_answers(asked: Journey, who: str) -> None:
    with pytest.raises(Refused) as refused:
        answer_pickup(contact_id=str(asked.contact.pk), said="can_go", by=asked.who(who), at=on(11))
    assert refused.value.verdict.hides


def rung(journey: Journey, at: datetime) -> set[str]:
    """To whom letters went out in this round."""
    before = set(Message.objects.values_list("pk", flat=True))
    fire_due(at=at, limit=500)
    found = Message.objects.exclude(pk__in=before).filter(kind="feedback-late", about=journey.contact.ref)
    return set(found.values_list("to_ref", flat=True))


def test_unanswered_it_climbs_and_is_never_silent(asked: Journey) -> None:
    team, manager = f"team:{asked.contact.team_id}", f"practitioner:{asked.cast.people['manager'].pk}"
    assert rung(asked, on(11)) == set()
    assert rung(asked, on(12, 10)) == {team}  # half of its time is over: at risk
    assert rung(asked, on(14, 31)) == {team}
    waits = [schools_that_wait(asked.who(one), at=on(14, 31)) for one in ("screener", "teacher", "police")]
    assert waits == [[asked.contact], [], []], "the hub's desk says which school waits"
    assert schools_that_wait(asked.who("screener"), at=on(14, 29)) == []
    assert rung(asked, on(14, 45)) >= {team}
    assert rung(asked, on(14, 56)) >= {team, manager}
    assert rung(asked, on(15, 10)) >= {team, manager}
    answer_pickup(contact_id=str(asked.contact.pk), said="can_go", by=asked.who("screener"), at=on(15, 12))
    assert rung(asked, on(15, 40)) == set()
    assert pickup(asked).stopped_at > pickup(asked).due_at  # kept, and visibly late


def test_a_manager_who_knows_the_family_hears_nothing(asked: Journey) -> None:
    declare_conflict(
        forename=CHILD, surname=SURNAME, born_on=None, kind="friend", by=asked.who("manager"), at=on(10)
    )
    rung(asked, on(14, 31))
    assert f"practitioner:{asked.cast.people['manager'].pk}" not in rung(asked, on(15, 10))


def test_only_plait_asks(asked: Journey) -> None:
    with pytest.raises(Refused):
        chase(key=pickup(asked).key, subject=asked.contact.ref, by=asked.who("manager"), at=on(15))
    process = Actor.process("worker")
    assert chase(key=pickup(asked).key, subject=asked.contact.ref, by=process, at=on(15))
    assert not chase(key="feedback:none:send", subject="nothing:1", by=process, at=on(15))


def test_the_hub_answers_with_one_click_and_the_teacher_reads_it(asked: Journey) -> None:
    concern, answer = f"/hub/concerns/{asked.contact.pk}/", f"/feedback/pickup/{asked.contact.pk}/"
    hub, teacher = asked.browser("screener"), asked.browser("teacher")
    own = f"/concerns/{asked.contact.pk}/"
    assert "The hub tells you before the bell" in teacher.get(own).content.decode()
    assert "can they go home?" in hub.get(concern).content.decode()
    assert hub.get(answer).status_code == 200
    assert hub.post(answer, {"said": "keep"}).status_code == 302
    page = teacher.get(own).content.decode()
    assert "Keep the child until we ring" in page
    assert "Not decided yet" in page  # going home is no decision
    told = FeedbackTask.objects.get(about=asked.contact.ref)
    assert "let nobody collect the child" in " ".join(
        teacher.get(f"/feedback/{told.pk}/").content.decode().split()
    )
    assert teacher.get(answer).status_code == 403


# --- "keep the child until we ring" promises a second call
def ring_back(journey: Journey) -> Any:
    return ring_back_of(journey.contact.ref)


def keeps(journey: Journey, at: datetime, **also: Any) -> None:
    answer_pickup(contact_id=str(journey.contact.pk), said="keep", by=journey.who("screener"), at=at, **also)


def test_keep_until_we_ring_has_a_clock_of_its_own_that_climbs(asked: Journey) -> None:
    team, manager = f"team:{asked.contact.team_id}", f"practitioner:{asked.cast.people['manager'].pk}"
    keeps(asked, on(11))
    owed = ring_back(asked)
    assert (owed.owner, owed.due_at, owed.state) == (team, on(14, 30), "running")
    assert pickup(asked).state == "stopped"
    assert rung(asked, on(12)) == set()
    assert rung(asked, on(12, 50)) == {team}  # half of its time is over
    assert rung(asked, on(14, 31)) == {team}
    assert rung(asked, on(14, 56)) >= {team, manager}
    keeps(asked, on(15), spoke_with="Nia Osei")  # rung, and still to be kept: a new time, before the bell
    assert owed.pk != ring_back(asked).pk and on(15) < ring_back(asked).due_at < on(15, 20)
    assert rung(asked, on(15, 1)) == set()
    keeps(asked, on(15, 2), spoke_with="Nia Osei")  # sent twice: one call
    assert PickupWord.objects.count() == 2
    answer_pickup(contact_id=str(asked.contact.pk), said="coming", by=asked.who("screener"), at=on(15, 4))
    assert ring_back(asked) is None
    assert rung(asked, on(15, 40)) == set()


def test_a_school_that_waits_holds_a_closing_back(asked: Journey) -> None:
    def objects() -> set[str]:
        return {one.reason for one in object_to_closing(BeforeClosing(uuid4(), asked.contact.pk, on(12)))}

    assert objects() == {"everyone-has-heard"}
    keeps(asked, on(11))
    assert objects() == {"school-waits"}


def test_what_is_disposed_of_rings_nobody(asked: Journey) -> None:
    keeps(asked, on(11))
    erase_feedback(contact_ids=[str(asked.contact.pk)], by=Actor.process("worker"), at=on(12))
    assert ring_back(asked) is None and rung(asked, on(15, 10)) == set()


def test_both_sides_read_by_when_the_school_is_rung(asked: Journey) -> None:
    keeps(asked, on(11))
    hub = asked.browser("screener").get(f"/feedback/pickup/{asked.contact.pk}/").content.decode()
    assert "They keep the child and wait for a call" in hub
    assert (
        "The hub rings you by then"
        in asked.browser("teacher").get(f"/concerns/{asked.contact.pk}/").content.decode()
    )
