"""A school that disagrees and is heard at stage 3, by keyboard, wide and narrow; the teacher asks why without any script."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from time_machine import Traveller

from plait.base.timers import fire_due
from plait.escalation.models import Challenge, ChildOutcome, Escalation
from plait.feedback.models import FeedbackTask
from plait.site.demo.disagreement import name_who_answers
from tests.feedback.journey import Journey
from tests.journeys.desk import Desk, Sit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def takes_it_further(dsl: Desk) -> None:
    """Beside what the school was told. A talk by telephone is not asked for again: it counts as the first stage."""
    dsl.open("/feedback/")
    dsl.follow("What came of the concern you raised", then="What came of the concern you raised")
    dsl.look("escalation-beside-feedback")
    dsl.follow("We see it differently", then="We see it differently")
    dsl.look("escalation-differently")
    dsl.choose("What do you want?", "Let somebody who did not decide look at it")
    dsl.press("Continue", then="Take it further")
    dsl.look("escalation-raise")
    dsl.press("Take it further", then="Take it further")
    dsl.page.get_by_role("alert").wait_for()
    dsl.look("escalation-raise-faults")
    dsl.choose("How urgent is it?", "There is a risk of harm")
    dsl.choose("What do you dispute?", "A decision")
    dsl.write("Why do you see it differently?", "She flinched again, and nobody has seen her.")
    dsl.write("What should happen instead?", "Somebody sees her at school this week.")
    dsl.open_details("You have talked with them already?")
    dsl.write("Whom did you speak with?", "Robert Achebe")
    dsl.write("What did they say?", "That an assessment takes its time.")
    dsl.press("Take it further", then="A decision is disputed")
    dsl.sees("Stage 2 of 5", "There is a risk of harm", "Miriam Cole", "That an assessment takes its time.")
    dsl.look("escalation-stage-2")


def test_a_school_is_heard_at_stage_three(sit: Sit, area: Any, moment: Traveller) -> None:
    journey = Journey(area, MONDAY).raised("teacher").accepted().decided()
    name_who_answers(area, at=MONDAY)
    moment.move_to(journey.at + timedelta(minutes=5), tick=True)
    dsl = sit("dsl")
    takes_it_further(dsl)
    found = Escalation.objects.get()

    hub = sit("screener")
    hub.open(f"/referrals/{journey.referral.pk}/")
    hub.sees("If you see it differently", "The last decision", "What was disputed, and how it ended")
    hub.look("escalation-on-referral")

    # nobody answers for a day: Plait asks, and asks again, and climbs nothing by itself
    late = journey.at + timedelta(hours=25)
    moment.move_to(late, tick=True)
    fire_due(at=late)
    dsl = sit("dsl")
    dsl.open("/escalations/")
    dsl.sees("Late", "Safeguarding lead and line manager")
    dsl.look("escalations")
    dsl.open(f"/escalations/{found.pk}/")
    dsl.sees("Nobody has answered in time", "does not climb by itself")
    dsl.look("escalation-late")
    dsl.press("Climb to Heads of service", then="Climb to the next stage")
    dsl.look("escalation-climb")
    dsl.write("Why does it climb?", "A day has passed and nobody has answered.")
    dsl.press("Climb to the next stage", then="A decision is disputed")
    dsl.sees("Stage 3 of 5", "Ada Finch")

    # the head of service answers; the manager, whose decision it was, may read and not answer
    head = sit("custodian")
    head.open("/escalations/")
    head.follow(found.reference, then="A decision is disputed")
    head.press("Answer", then="Answer")
    head.look("escalation-answer")
    head.write(
        "Your answer, with reasons", "You are right: the social worker sees her at school on Thursday."
    )
    head.press("Send the answer", then="A decision is disputed")
    manager = sit("manager")
    manager.open(f"/escalations/{found.pk}/answer/")
    manager.sees("You decided this")

    # settled, in the same words on both records, and good challenge is recognised
    dsl.open(f"/escalations/{found.pk}/")
    dsl.sees("is it settled?", "on Thursday")
    dsl.follow("It is settled, or taken back", then="End it")
    dsl.look("escalation-end")
    dsl.choose("How does it end?", "It is settled")
    dsl.write("What is written on the record?", "The social worker sees her at school on Thursday.")
    dsl.choose("What does it teach us?", "We read the threshold differently")
    dsl.press("End it", then="A decision is disputed")
    dsl.sees("What came of it", "Resolved")
    dsl.look("escalation-resolved")
    manager.open(f"/escalations/{found.pk}/")
    manager.sees("The social worker sees her at school on Thursday.")
    manager.follow("Say that it was right to ask", then="It was right to ask")
    manager.write("What was good about it?", "The school saw what we had not.")
    manager.press("Say so", then="A decision is disputed")

    # thirty days later: what did it do for the child?
    asked = late + timedelta(days=31)
    moment.move_to(asked, tick=True)
    fire_due(at=asked)
    dsl = sit("dsl")
    dsl.open(f"/escalations/{found.pk}/")
    dsl.press("What did it do for the child?", then="What did it do for the child?")
    dsl.look("escalation-child")
    dsl.choose("How is it for the child now?", "Better")
    dsl.write("What has changed, and how do you know?", "She sleeps, and comes in with her coat on.")
    dsl.press("Save", then="A decision is disputed")
    dsl.sees("For the child: Better", "The school saw what we had not.")
    assert ChildOutcome.objects.get().how == "better"


def test_a_teacher_asks_why_without_any_script(sit: Sit, area: Any, moment: Traveller) -> None:
    journey = Journey(area, MONDAY).raised("teacher").accepted().decided()
    moment.move_to(journey.at + timedelta(minutes=5), tick=True)
    task = FeedbackTask.objects.get(contact=journey.contact, practitioner=area.people["teacher"])
    page = sit("teacher", javascript=False).page
    page.goto(f"/feedback/{task.pk}/")
    page.get_by_role("link", name="We see it differently").click()
    page.get_by_label("Answer me with reasons").check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("What do you ask?").fill("Why is nobody seeing her this week?")
    page.get_by_label("It cannot wait a week").check()
    page.get_by_role("button", name="Ask", exact=True).click()
    assert "Robert Achebe" in page.inner_text("main")
    manager = sit("manager")
    manager.open("/escalations/")
    manager.sees("A question: why?")
    manager.open(f"/challenges/{Challenge.objects.get().pk}/")
    manager.look("challenge")
    manager.press("Answer", then="Answer the question")
    manager.look("challenge-answer")
    manager.write("Your answer, with reasons", "She is seen at home on Wednesday.")
    manager.press("Send the answer", then="A question that must be answered")
    page.reload()
    assert "She is seen at home on Wednesday." in page.inner_text("main")
    administrator = sit("administrator")
    administrator.open("/escalations/who-answers/")
    administrator.look("who-answers")
    administrator.open("/escalations/")
    administrator.look("escalations-refused")
