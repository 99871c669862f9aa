"""Feedback that is due and not given climbs, and so does a disagreement that nobody answers."""

from datetime import timedelta

import pytest

from plait.agencies.actions.end_account import end_account
from plait.agencies.actions.record_absence import record_absence
from plait.base.access.verdict import Refused
from plait.base.audit.actor import Actor
from plait.base.clock.queries import clock
from plait.base.outbox.models import Message
from plait.base.timers import fire_due
from plait.feedback.access import open_task_to_settle
from plait.feedback.actions.disagree import answer_disagreement, disagree
from plait.feedback.actions.erase_feedback import erase_feedback
from plait.feedback.actions.settle_feedback import settle_feedback
from plait.feedback.models import FeedbackTask
from plait.people.actions.restrict_person import restrict_person
from plait.referrals.concern import Concern, Teller
from plait.referrals.queries.closing import objections_to_closing
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


def against_closing(journey: Journey) -> set[str]:
    found = objections_to_closing(journey.referral, at=journey.at)
    return {one.reason for one in found}


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
    assert "disagreement-waits" in against_closing(journey)
    answer_disagreement(
        disagreement_id=str(said.pk),
        answer="We ring you today.",
        by=journey.who("screener"),
        at=journey.later(),
    )
    owes.refresh_from_db()
    assert owes.state == "stopped"
    assert "disagreement-waits" not in against_closing(journey)
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


# ---------------------------------------------------------------- it is about somebody who was restricted since
def restrict(journey: Journey, by: str = "manager") -> None:
    restrict_person(
        person_id=journey.child, custodian_team_id=str(journey.cast.teams["custodians"].pk),
        because="A colleague’s child.", by=journey.who(by), at=journey.later(),
    )  # fmt: skip


def test_what_is_held_about_a_child_restricted_since_is_owed_by_whoever_is_named(journey: Journey) -> None:
    task = held(journey)
    restrict(journey)
    owes = clock(f"{task.ref}:send")
    assert owes is not None
    manager = f"practitioner:{journey.cast.people['manager'].pk}"
    assert owes.owner == manager
    assert Message.objects.filter(kind="feedback-passed").values_list("to_ref", flat=True).get() == manager
    # Late, nobody hears of it who cannot open it.
    journey.at = owes.due_at + timedelta(minutes=5)
    keepers = f"team:{journey.cast.teams['custodians'].pk}"
    assert told_late(journey) == [manager]
    journey.at += timedelta(days=4)
    assert told_late(journey) == sorted([manager, keepers])
    # The one who is named leaves: in the same moment the custodians owe it.
    end_account(
        practitioner_id=manager.partition(":")[2], by=journey.who("administrator"), at=journey.later()
    )
    owes.refresh_from_db()
    assert owes.owner == keepers
    with pytest.raises(Refused):
        open_task_to_settle(journey.who("screener"), str(task.pk), at=journey.at)
    settle_feedback(
        task_id=str(task.pk), how="told", because="Said that we came.", spoke_with="Ann", by=journey.who("custodian"),
        at=journey.later(),
    )  # fmt: skip
    owes.refresh_from_db()
    assert owes.state == "stopped"


def test_who_disagrees_about_a_restricted_child_asks_whoever_keeps_it(journey: Journey) -> None:
    journey.raised("teacher").accepted().decided("section_47")
    restrict(journey)
    task = FeedbackTask.objects.get(about=journey.contact.ref)
    said = disagree(
        task_id=str(task.pk), because="Too late.", wanted="", by=journey.who("teacher"), at=journey.later()
    )
    manager = f"practitioner:{journey.cast.people['manager'].pk}"
    owes = clock(f"disagreement:{said.pk}:answer")
    assert owes is not None
    assert owes.owner == manager
    assert Message.objects.get(kind="decision-disputed").to_ref == manager
    record_absence(
        practitioner_id=manager.partition(":")[2], from_at=journey.at, to_at=journey.at + timedelta(days=30),
        by=journey.who("manager"), at=journey.at,
    )  # fmt: skip
    journey.at = owes.due_at + timedelta(minutes=5)
    keepers = f"team:{journey.cast.teams['custodians'].pk}"
    assert told_late(journey) == [keepers]
    owes.refresh_from_db()
    assert owes.owner == keepers
    journey.later()
    page = journey.browser("custodian").get("/feedback/to-settle/").content.decode()
    assert f"/feedback/disagreements/{said.pk}/" in page
    # Whoever was told leaves and has not read it. Nobody else of the school may know of the child: the custodians tell it.
    end_account(practitioner_id=said.by, by=Actor.process("tests"), at=journey.later())
    task.refresh_from_db()
    owes = clock(f"{task.ref}:send")
    assert owes is not None and (task.status, owes.state, owes.owner) == ("held", "running", keepers)
