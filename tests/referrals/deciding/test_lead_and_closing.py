"""Esther accepts; the hub closes once nobody objects; "concern again" opens it with its history."""

from datetime import timedelta

import pytest

from plait.base.access.verdict import Refused
from plait.base.clock.queries import clock
from plait.base.outbox.models import Message
from plait.base.timers.firing import fire_due
from plait.feedback.models import FeedbackTask
from plait.people.access import visible_people
from plait.people.models import Involvement
from plait.referrals.access import visible_checks, visible_referrals
from plait.referrals.actions.accept_lead import accept_lead
from plait.referrals.actions.ask_to_close import ask_to_close
from plait.referrals.actions.close_referral import close_referral
from plait.referrals.actions.reopen_referral import reopen_referral
from plait.referrals.models import Referral, ReferralMove
from tests.referrals.deciding.conftest import Story
from tests.referrals.deciding.test_decide import decide

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def decided(story: Story) -> Story:
    story.answer("police", "police", "Called to the address in October.")
    story.answer("school", "dsl")
    decide(story)
    return story


def test_the_lead_accepts_and_the_promise_is_kept(decided: Story) -> None:
    lead = decided.who("lead")
    truly, now = decided.at + timedelta(minutes=10), decided.at + timedelta(minutes=30)
    with pytest.raises(Refused, match="decided-before-it-came"):
        early = decided.at - timedelta(minutes=10)
        accept_lead(referral_id=str(decided.referral.pk), accepted_at=early, by=lead, at=now)
    accept_lead(referral_id=str(decided.referral.pk), accepted_at=truly, by=lead, at=now)
    again = accept_lead(referral_id=str(decided.referral.pk), by=lead, at=decided.at + timedelta(minutes=31))
    assert again.status == Referral.Status.WITH_LEAD and str(again.lead_id) == lead.id
    assessment = clock(f"referral:{decided.referral.pk}:assessment")
    assert assessment is not None and assessment.owner == f"team:{decided.cast.teams['assessment'].pk}"
    accepts = clock(f"referral:{decided.referral.pk}:lead-accepts")
    assert accepts is not None and accepts.end_event == "lead accepted"
    assert accepts.stopped_at == truly, "accepted on paper while Plait was down: in time"
    later = decided.at + timedelta(hours=1)
    assert visible_people(lead, at=later).count() == 2
    assert ReferralMove.objects.filter(verb="accept lead").count() == 1


@pytest.mark.parametrize("who", ["family_helper", "screener", "police_ex_partner"])
def test_only_the_team_that_was_asked_accepts(decided: Story, who: str) -> None:
    with pytest.raises(Refused):
        accept_lead(referral_id=str(decided.referral.pk), by=decided.who(who), at=decided.at)
    assert decided.read.lead is None


def test_a_team_that_does_not_accept_is_rung(decided: Story) -> None:
    Message.objects.all().delete()
    fire_due(at=decided.at + timedelta(days=2))
    told = set(Message.objects.filter(kind="lead-not-accepted").values_list("to_ref", flat=True))
    assert told == {f"team:{decided.cast.teams[key].pk}" for key in ("assessment", "hub")}


def test_another_decision_keeps_the_lead_until_the_next_has_accepted(decided: Story) -> None:
    lead = decided.who("lead")
    accept_lead(referral_id=str(decided.referral.pk), by=lead, at=decided.at)
    decided.at += timedelta(hours=2)
    decide(decided, outcome="early_help", level=2)
    assert str(decided.read.lead_id) == lead.id
    assert visible_referrals(lead, at=decided.at).exists()
    helper = decided.who("family_helper")
    decided.at += timedelta(hours=1)
    accept_lead(referral_id=str(decided.referral.pk), by=helper, at=decided.at)
    assert decided.read.lead_team == decided.cast.teams["family_help"]
    assert not visible_referrals(lead, at=decided.at + timedelta(seconds=1)).exists()


def test_closing_waits_for_whoever_objects(decided: Story) -> None:
    with pytest.raises(Refused) as refusal:
        close_referral(
            referral_id=str(decided.referral.pk),
            outcome="RC7",
            because="Done.",
            by=decided.who("screener"),
            at=decided.at,
        )
    assert "has not accepted yet" in refusal.value.verdict.say
    with pytest.raises(Refused) as refusal:
        close_referral(
            referral_id=str(decided.referral.pk),
            outcome="RC7",
            because="Done.",
            despite="Moved abroad.",
            by=decided.who("screener"),
            at=decided.at,
        )
    assert refusal.value.verdict.reason == "despite-needs-manager"
    closed = close_referral(
        referral_id=str(decided.referral.pk),
        outcome="RC7",
        because="Done.",
        despite="Moved abroad.",
        by=decided.who("manager"),
        at=decided.at,
    )
    assert "has not accepted yet" in closed.closed_because and "Moved abroad." in closed.closed_because


def test_a_second_team_that_does_not_accept_is_rung_too(decided: Story) -> None:
    accept_lead(referral_id=str(decided.referral.pk), by=decided.who("lead"), at=decided.at)
    fire_due(at=decided.at + timedelta(days=2))
    assert not Message.objects.filter(kind="lead-not-accepted").exists()
    decided.at += timedelta(days=2)
    decide(decided, outcome="early_help", level=2)
    fire_due(at=decided.at + timedelta(days=2))
    told = set(Message.objects.filter(kind="lead-not-accepted").values_list("to_ref", flat=True))
    assert told == {f"team:{decided.cast.teams[key].pk}" for key in ("family_help", "hub")}


def test_closing_takes_back_what_is_still_out(story: Story) -> None:
    decide(story, outcome="strategy_discussion")
    manager = story.who("manager")
    ask_to_close(referral_id=str(story.referral.pk), because="Moved.", by=story.who("screener"), at=story.at)
    close_referral(
        referral_id=str(story.referral.pk),
        outcome="RC7",
        because="Moved.",
        despite="Far away.",
        by=manager,
        at=story.at,
    )
    assert {check.status for check in story.read.checks.all()} == {"withdrawn"}


def test_closing_ends_the_work_and_the_clocks_and_reopening_goes_on_from_there(decided: Story) -> None:
    lead, hub = decided.who("lead"), decided.who("screener")
    accept_lead(referral_id=str(decided.referral.pk), by=lead, at=decided.at)
    FeedbackTask.objects.update(status=FeedbackTask.Status.TOLD)
    decided.at += timedelta(days=1)
    close_referral(
        referral_id=str(decided.referral.pk),
        outcome="RC7",
        because="Plan made.",
        despite="The assessment goes on elsewhere.",
        by=decided.who("manager"),
        at=decided.at,
    )
    later = decided.at + timedelta(days=3)
    assert not visible_referrals(lead, at=later).exists()
    assert not visible_checks(decided.who("dsl"), at=later).exists()
    assessment = clock(f"referral:{decided.referral.pk}:assessment")
    assert assessment is not None and assessment.state == "stopped"
    due = assessment.due_at
    assert visible_referrals(hub, at=later).exists()  # the hub keeps its own
    reopen_referral(referral_id=str(decided.referral.pk), because="A new bruise.", by=hub, at=later)
    assessment = clock(f"referral:{decided.referral.pk}:assessment")
    assert assessment is not None and assessment.state == "running" and assessment.due_at > due
    assert assessment.owner == f"team:{decided.cast.teams['hub'].pk}", (
        "nobody leads: the hub hears when it is late"
    )
    assert decided.read.status == Referral.Status.DECIDED and decided.read.lead is None
    verbs = list(ReferralMove.objects.order_by("at").values_list("verb", flat=True))
    assert verbs == ["decide", "accept lead", "close", "reopen and ask"]
    assert ReferralMove.objects.get(verb="close").because.endswith(
        "Reason: The assessment goes on elsewhere."
    )


@pytest.mark.parametrize("who", ["call_handler", "dsl", "police_ex_partner", "lead"])
def test_others_do_not_close_or_reopen(decided: Story, who: str) -> None:
    for act, more in ((close_referral, {"outcome": "RC7"}), (reopen_referral, {}), (ask_to_close, {})):
        with pytest.raises(Refused):
            act(referral_id=str(decided.referral.pk), because="x", by=decided.who(who), at=decided.at, **more)
    assert decided.read.status == Referral.Status.DECIDED


def test_only_a_closed_referral_is_reopened_and_both_ask_why(decided: Story) -> None:
    manager = decided.who("manager")
    for act, more in ((close_referral, {"outcome": "RC7"}), (reopen_referral, {}), (ask_to_close, {})):
        with pytest.raises(Refused) as refusal:
            act(referral_id=str(decided.referral.pk), because=" ", by=manager, at=decided.at, **more)
        assert refusal.value.verdict.reason == "no-reason"
    with pytest.raises(Refused, match="referral-is-decided"):
        reopen_referral(referral_id=str(decided.referral.pk), because="x", by=manager, at=decided.at)
    assert Involvement.objects.filter(kind="duty", to_at=None).exists()
