"""Feedback that is due and not given climbs, and so does a disagreement that nobody answers."""

from datetime import timedelta

from plait.base.audit.actor import Actor
from plait.base.clock.queries import clock
from plait.base.outbox.models import Message
from plait.base.timers import fire_due
from plait.feedback.actions.disagree import answer_disagreement, disagree
from plait.feedback.actions.erase_feedback import erase_feedback
from plait.feedback.actions.settle_feedback import settle_feedback
from plait.feedback.models import FeedbackTask
from plait.referrals.concern import Concern, Teller
from tests.feedback.journey import Journey, family


def held(journey: Journey) -> FeedbackTask:
    call = Concern(
        children=family().children, observed="Crying.", channel="phone",
        teller=Teller("public", name="Ann", phone="01632 960555"),
    )  # fmt: skip
    journey.raised("call_handler", call).accepted().decided("section_47")
    return FeedbackTask.objects.get(about=journey.contact.ref)


def told_late(journey: Journey) -> list[str]:
    before = set(Message.objects.values_list("pk", flat=True))
    fire_due(at=journey.at, limit=500)
    found = Message.objects.exclude(pk__in=before).filter(kind="feedback-late")
    return sorted(found.values_list("to_ref", flat=True))


def test_the_team_then_those_on_duty_then_the_managers(journey: Journey) -> None:
    task = held(journey)
    owes = clock(f"{task.ref}:send")
    assert owes is not None
    manager = f"practitioner:{journey.cast.people['manager'].pk}"
    journey.at = owes.due_at + timedelta(minutes=5)
    assert told_late(journey) == [f"team:{journey.contact.team_id}"]
    journey.at += timedelta(days=4)  # over a weekend at the most
    assert manager in told_late(journey)
    journey.at += timedelta(days=4)
    assert manager in told_late(journey)  # again, until somebody does it
    settle_feedback(
        task_id=str(task.pk),
        how="not_told",
        because="Nobody answers.",
        by=journey.who("screener"),
        at=journey.later(),
    )
    journey.at += timedelta(days=9)
    assert told_late(journey) == []


def test_a_disagreement_has_a_clock_and_an_owner(journey: Journey) -> None:
    journey.raised("teacher").accepted().decided("section_47")
    task = FeedbackTask.objects.get(about=journey.contact.ref)
    said = disagree(
        task_id=str(task.pk), because="Too late.", wanted="", by=journey.who("teacher"), at=journey.later()
    )
    owes = clock(f"disagreement:{said.pk}:answer")
    assert owes is not None
    assert owes.owner == f"team:{journey.contact.team_id}"
    journey.at = owes.due_at + timedelta(minutes=5)
    assert told_late(journey) == [owes.owner]
    page = journey.browser("screener").get("/hub/").content.decode()
    assert "One person waits" in page
    answer_disagreement(
        disagreement_id=str(said.pk),
        answer="We ring you today.",
        by=journey.who("screener"),
        at=journey.later(),
    )
    owes.refresh_from_db()
    assert owes.state == "stopped"
    journey.at += timedelta(days=9)
    assert told_late(journey) == []


def test_what_is_disposed_of_is_owed_to_nobody(journey: Journey) -> None:
    task = held(journey)
    erase_feedback(contact_ids=[str(journey.contact.pk)], by=Actor.process("worker"), at=journey.later())
    journey.at += timedelta(days=30)
    assert told_late(journey) == []
    owes = clock(f"{task.ref}:send")
    assert owes is not None
    assert owes.state == "stopped"
