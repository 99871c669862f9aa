"""What Miriam, Robert and Gary may decide, and what waits for whom."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from plait.base.access.verdict import Refused
from plait.base.audit.models import AuditEntry
from plait.base.clock.queries import clock
from plait.people.models import Involvement
from plait.referrals.actions.decide_next_step import Stale, decide_next_step
from plait.referrals.actions.protect_now import protect_now
from plait.referrals.actions.raise_concern import raise_concern
from plait.referrals.models import Contact, Decision, Referral
from tests.referrals.deciding.conftest import Story, marlow

pytestmark = pytest.mark.django_db(transaction=True)


def decide(story: Story, who: str = "screener", **given: Any) -> Decision:
    fields: dict[str, Any] = {
        "referral_id": str(story.referral.pk),
        "outcome": "assessment_s17",
        "level": 3,
        "because": "He needs somebody to find out more, with his mother.",
        "read_version": story.read.version,
        "by": story.who(who),
        "at": story.at,
    }
    return decide_next_step(**{**fields, **given})


def refused(reason: str) -> bool:
    return AuditEntry.objects.filter(verdict="refused", reason=reason, act="deed:decide_next_step").exists()


def test_a_decision_waits_for_the_mandatory_checks(story: Story) -> None:
    with pytest.raises(Refused) as refusal:
        decide(story)
    assert refusal.value.verdict.reason == "mandatory-checks-out"
    assert "Fenmarch Police" in refusal.value.verdict.say
    assert refused("mandatory-checks-out") and not Decision.objects.exists()


def test_once_they_are_answered_it_is_kept_with_the_words_and_rules_of_its_day(story: Story) -> None:
    story.answer("police", "police", "Called to the address in October.")
    story.answer("school", "dsl")
    decision = decide(
        story, worries="The bruise.", strengths="His mother.", child_voice="“Daddy grabbed me.”"
    )
    assert decision.outcome_label == "Assessment as a child in need"
    assert decision.level_label == "Targeted family help"
    assert decision.pack and decision.rule == "referrals.may_decide_now:checks-answered"
    assert decision.next_team == story.cast.teams["assessment"]
    assert story.read.status == Referral.Status.DECIDED
    rating = clock(f"contact:{story.contact.pk}:rating")
    accepts = clock(f"referral:{story.referral.pk}:lead-accepts")
    assert rating is not None and rating.state == "stopped"
    assert accepts is not None and accepts.state == "running"
    team = Involvement.objects.filter(team=decision.next_team, kind="allocated", to_at=None)
    assert team.count() == 2  # both children, nobody else


def test_a_manager_may_decide_without_them_and_says_why(story: Story) -> None:
    with pytest.raises(Refused) as refusal:
        decide(story, override_because="The police will not answer before Thursday.")
    assert refusal.value.verdict.reason == "override-needs-manager"
    decision = decide(story, "manager", override_because="The police will not answer before Thursday.")
    assert decision.override_because and decision.checks_out == [
        "Alder Lane Primary School",
        "Fenmarch Police",
    ]
    assert decision.rule.endswith("manager-override")


def test_a_mandatory_agency_that_was_never_asked_holds_it_too(story: Story) -> None:
    story.checks["police"].delete()
    story.answer("school", "dsl")
    with pytest.raises(Refused, match="mandatory-checks-out") as refusal:
        decide(story)
    assert "not asked yet" in refusal.value.verdict.say


@pytest.mark.parametrize("outcome", ["immediate_protection", "strategy_discussion", "section_47"])
def test_protection_is_never_blocked(story: Story, outcome: str) -> None:
    decision = decide(story, outcome=outcome, level=None, read_version=0)
    assert decision.checks_out and decision.override_because == ""
    assert decision.rule.endswith("protection-first")


def test_what_was_decided_on_paper_is_written_down_at_its_true_time(story: Story) -> None:
    """Plait was down; Gary protected at two in the night, and writes it down in the morning."""
    truly, story.at = (
        story.contact.received_at + timedelta(hours=1),
        story.contact.received_at + timedelta(days=3),
    )
    for wrong, reason in (
        (story.contact.received_at - timedelta(hours=1), "decided-before-it-came"),
        (story.at + timedelta(hours=1), "decided-in-future"),
        (story.at - timedelta(days=40), "decided-before-it-came"),
    ):
        with pytest.raises(Refused, match=reason):
            decide(story, outcome="section_47", level=None, decided_at=wrong)
    decision = decide(story, outcome="section_47", level=None, decided_at=truly)
    assert (decision.at, decision.decided_at) == (story.at, truly)
    conference = clock(f"referral:{story.referral.pk}:s47_icpc")
    assert conference is not None and conference.started_at == truly
    rating = clock(f"contact:{story.contact.pk}:rating")
    assert rating is not None and rating.stopped_at == truly, "it was in time, and is not counted as late"


def test_protection_opens_even_a_closed_referral(story: Story) -> None:
    Referral.objects.filter(pk=story.referral.pk).update(status="closed")
    decide(story, outcome="strategy_discussion")
    assert story.read.status == "decided"


def test_nobody_decides_on_what_they_raised_but_protection_comes_first(story: Story) -> None:
    contact = raise_concern(concern=marlow(), draft_id=None, by=story.who("screener"), at=story.at)
    with pytest.raises(Refused, match="own-referral"):
        from plait.referrals.actions.accept_referral import accept_referral

        accept_referral(contact_id=str(contact.pk), because="Mine.", by=story.who("screener"), at=story.at)
    decision = protect_now(
        contact_id=str(contact.pk),
        outcome="immediate_protection",
        because="He is at the door now.",
        by=story.who("screener"),
        at=story.at,
    )
    assert decision.rule.endswith("protection-first-own")
    with pytest.raises(Refused, match="own-referral"):
        decide(story, referral_id=str(decision.referral_id), read_version=2)


def test_protect_now_accepts_and_decides_in_one_deed(cast: Any, contact: Contact, at: Any) -> None:
    given = {
        "contact_id": str(contact.pk),
        "because": "He is at the door now.",
        "at": at + timedelta(hours=2),
    }
    edt = cast.actor("edt", at=at)
    decision_id = str(uuid4())
    first = protect_now(outcome="immediate_protection", decision_id=decision_id, by=edt, **given)
    again = protect_now(outcome="immediate_protection", decision_id=decision_id, by=edt, **given)
    assert first == again and Decision.objects.count() == 1
    assert Contact.objects.get(pk=contact.pk).status == "accepted"
    with pytest.raises(Refused, match="not-protection"):
        protect_now(outcome="nfa", by=edt, **given)


def test_protect_now_needs_a_qualified_worker(cast: Any, contact: Contact, at: Any) -> None:
    with pytest.raises(Refused):
        protect_now(
            contact_id=str(contact.pk),
            outcome="immediate_protection",
            because="x",
            by=cast.actor("call_handler", at=at),
            at=at + timedelta(hours=2),
        )
    assert not Decision.objects.exists()


def test_the_second_of_two_editors_is_stopped_and_loses_nothing(story: Story) -> None:
    story.answer("police", "police")
    story.answer("school", "dsl")
    seen = story.read.version
    decide(story)
    with pytest.raises(Stale) as stale:
        decide(story, "manager", outcome="nfa", read_version=seen, next_team_id=None)
    assert stale.value.version == seen + 1 and Decision.objects.count() == 1


def test_the_same_form_twice_decides_once(story: Story) -> None:
    story.answer("police", "police")
    story.answer("school", "dsl")
    version, key = story.read.version, str(uuid4())
    first = decide(story, decision_id=key, read_version=version)
    assert decide(story, decision_id=key, read_version=version) == first
    assert Decision.objects.count() == 1


def test_an_outcome_without_a_next_team_leaves_it_decided(story: Story) -> None:
    story.answer("police", "police")
    story.answer("school", "dsl")
    decision = decide(story, outcome="nfa", level=1, reason_code="no_concern")
    assert decision.next_team is None and decision.reason_label
    assert story.read.status == "decided"


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"outcome": "made_up"}, "no-such-outcome"),
        ({"level": 9}, "no-such-level"),
        ({"because": "  "}, "no-reason"),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_sentence(
    story: Story, given: dict[str, Any], reason: str
) -> None:
    story.answer("police", "police")
    story.answer("school", "dsl")
    with pytest.raises(Refused) as refusal:
        decide(story, **given)
    assert refusal.value.verdict.reason == reason and refused(reason)


@pytest.mark.parametrize("who", ["call_handler", "lead", "police", "police_ex_partner", "teacher"])
def test_others_do_not_decide(story: Story, who: str) -> None:
    with pytest.raises(Refused):
        decide(story, who)
    assert not Decision.objects.exists()
    assert AuditEntry.objects.filter(verdict="refused", act="deed:decide_next_step").exists()


def test_deciding_again_resets_no_clock(story: Story) -> None:
    decide(story, outcome="strategy_discussion")
    started = [f"{story.referral.ref}:{what}" for what in ("lead-accepts", "strategy_discussion")]
    before = [clock(one) for one in started]
    story.at += timedelta(hours=3)
    decide(story, outcome="section_47")
    for was, is_now in zip(before, [clock(one) for one in started], strict=True):
        assert was is not None and is_now is not None
        assert (was.state, was.started_at, was.due_at) == ("running", is_now.started_at, is_now.due_at)
        assert is_now.state == "running"
