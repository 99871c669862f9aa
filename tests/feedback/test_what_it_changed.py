"""When a decision rests on a partner's answer, that partner is told what it helped to see; nobody else is told whose it was."""

from typing import Any
from uuid import UUID

import pytest

from plait.feedback.access import my_feedback
from plait.feedback.models import FeedbackTask
from plait.feedback.presenters import title_of
from plait.referrals.actions.decide_next_step import decide_next_step
from plait.referrals.models import Decision
from plait.sharing.models import Disclosure
from tests.feedback.journey import CHILD, Journey
from tests.lanes.telling import ToldOnce


@pytest.fixture
def answered(journey: Journey, told_once: ToldOnce) -> Journey:
    """The police and the surgery told something, another school has not answered."""

    def play() -> Journey:
        journey.raised("teacher").accepted().asked("police", "surgery", "kestrel")
        return journey.answered("police", "police").answered("surgery", "gp", text="Three visits in June.")

    return told_once("feedback/answered", play)


def decided(journey: Journey, *rests_on: str, outcome: str = "section_47", **also: Any) -> Decision:
    journey.referral.refresh_from_db()
    return decide_next_step(
        referral_id=str(journey.referral.pk), outcome=outcome, level=3, because="What they told us.",
        next_team_id=str(journey.cast.teams["assessment"].pk), read_version=journey.referral.version,
        rests_on=rests_on, by=journey.who("manager"), at=journey.later(), **also,
    )  # fmt: skip


def told(journey: Journey, agency: str) -> FeedbackTask:
    return FeedbackTask.objects.get(about=journey.checks[agency].ref)


def test_who_is_cited_hears_what_it_helped_to_see_and_who_is_not_hears_how_it_was_used(
    answered: Journey,
) -> None:
    decision = decided(answered, str(answered.checks["police"].pk))
    assert decision.rests_on == [{"check": str(answered.checks["police"].pk), "agency": "Fenmarch Police"}]
    police, surgery = told(answered, "police"), told(answered, "surgery")
    assert (police.kind, police.status, surgery.kind) == ("cited", "sent", "helped")
    assert title_of(police) == "What your information changed"
    assert "one of the reasons for the enquiry" in police.text
    assert "rests on it" not in surgery.text and "Police" not in surgery.text
    assert CHILD not in police.text
    assert list(my_feedback(answered.who("police"), at=answered.at)) == [police]
    assert Disclosure.objects.filter(decision_id=UUID(police.decision)).exists(), "it went through the gate"


def test_what_is_no_answer_here_is_left_out_and_holds_nothing_back(answered: Journey) -> None:
    nothing = (str(answered.checks["kestrel"].pk), str(answered.referral.pk), "x")
    assert decided(answered, *nothing).rests_on == []


def test_who_knew_nothing_is_told_to_let_go_whatever_somebody_ticked(answered: Journey) -> None:
    answered.asked("housing").answered("housing", "housing", "not_known")
    decided(answered, str(answered.checks["housing"].pk))
    assert told(answered, "housing").kind == "knew_nothing"
    assert "rests on it" not in told(answered, "housing").text


def test_each_decision_that_rests_on_it_is_told_once_and_weighed_each_time(answered: Journey) -> None:
    decided(answered, str(answered.checks["surgery"].pk))
    again = decided(answered, str(answered.checks["surgery"].pk), outcome="strategy_discussion")
    tasks = FeedbackTask.objects.filter(about=answered.checks["surgery"].ref)
    assert tasks.count() == 2 and all(one.decision for one in tasks)
    assert again.rests_on


def test_the_page_offers_the_answers_that_gave_something(answered: Journey) -> None:
    manager = answered.browser("manager")
    path = f"/referrals/{answered.referral.pk}/decide/"
    page = manager.get(path).content.decode()
    assert "Whose answers does it rest on?" in page and "Fenmarch Police, question" in page
    answered.referral.refresh_from_db()
    sent = manager.post(path, {
        "outcome": "section_47", "because": "What they told us.", "read_version": str(answered.referral.version),
        "decision_id": "7f1f3c0e-6f3b-4b7e-9a4e-0d6b6a1e2c11", "next_team": str(answered.cast.teams["assessment"].pk),
        "rests_on": [str(answered.checks["police"].pk), str(answered.checks["surgery"].pk)],
    })  # fmt: skip
    assert sent.status_code == 302
    shown = manager.get(sent.headers["Location"]).content.decode()
    assert "It rests on what was told by" in shown
    assert (
        "It rests on"
        not in answered.browser("police")
        .get(f"/differently/check/{answered.checks['police'].pk}/keep/")
        .content.decode()
    )
