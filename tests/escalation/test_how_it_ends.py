"""Who may not decide or answer, who learns nothing, and how a disagreement ends."""

from collections.abc import Callable
from contextlib import nullcontext
from datetime import timedelta

import pytest

from plait.agencies.actions.end_agency import end_agency
from plait.agencies.actions.name_deputy import name_deputy
from plait.agencies.models import RoleGrant, Team
from plait.base.access.verdict import Refused
from plait.base.audit.actor import Actor
from plait.base.audit.models import AuditEntry
from plait.base.clock.models import RunningClock
from plait.base.clock.queries import clocks_for
from plait.base.outbox.models import Message
from plait.base.timers import fire_due
from plait.base.timers.models import Timer
from plait.escalation.access import open_escalation, visible_escalations, waiting_for
from plait.escalation.actions.answer_stage import answer_stage
from plait.escalation.actions.challenge import challenge
from plait.escalation.actions.climb import climb
from plait.escalation.actions.end_unsettled import overtake, withdraw
from plait.escalation.actions.name_on_ladder import name_on_ladder
from plait.escalation.actions.resolve import resolve
from plait.escalation.actions.say_child_outcome import say_child_outcome
from plait.escalation.models import Escalation, Owner
from plait.escalation.queries import current_stage
from plait.feedback.models import FeedbackTask
from plait.people.actions.declare_conflict import declare_conflict
from plait.referrals.actions.close_referral import close_referral
from plait.referrals.models import Decision
from tests.escalation.conftest import away, owners
from tests.feedback.journey import SURNAME, Journey
from tests.matrix.world import undone

Make = Callable[..., Escalation]
PLAIT = Actor.process("tests")
pytestmark = pytest.mark.django_db


def test_thirty_days_later_it_is_asked_what_it_did_for_the_child(journey: Journey, disputed: Make) -> None:
    found = disputed()
    resolve(
        escalation_id=str(found.pk), outcome="She is seen.", by=journey.who("teacher"), at=journey.later()
    )
    with pytest.raises(Refused, match="escalation-is-resolved"):
        climb(escalation_id=str(found.pk), because="And yet.", by=journey.who("teacher"), at=journey.later())
    asked = Timer.objects.get(kind="escalation-child-outcome")
    assert asked.due_at - journey.at > timedelta(days=29)
    assert waiting_for(journey.who("teacher"), at=journey.at) == 0
    fire_due(at=asked.due_at)
    assert waiting_for(journey.who("teacher"), at=asked.due_at) == 1
    asked.refresh_from_db()
    assert asked.state == "waiting", "asked again until somebody says it"
    said = say_child_outcome(
        escalation_id=str(found.pk),
        how="better",
        said="She sleeps.",
        by=journey.who("teacher"),
        at=asked.due_at,
    )
    assert said.how == "better"
    assert not Owner.objects.filter(to_at__isnull=True).exists()
    with pytest.raises(Refused, match="already-said"):
        say_child_outcome(
            escalation_id=str(found.pk), how="worse", said="No.", by=journey.who("dsl"), at=asked.due_at
        )


def test_whoever_decided_cannot_answer_above_the_talk_and_nobody_answers_twice(
    journey: Journey, disputed: Make
) -> None:
    found = disputed()
    climb(escalation_id=str(found.pk), because="I rang twice.", by=journey.who("teacher"), at=journey.later())
    with pytest.raises(Refused, match="decided-it"):
        answer_stage(escalation_id=str(found.pk), answer="No.", by=journey.who("manager"), at=journey.later())
    screener = journey.who("screener")
    for _ in range(2):
        answer_stage(escalation_id=str(found.pk), answer="We look again.", by=screener, at=journey.later())
    with pytest.raises(Refused, match="already-answered"):
        answer_stage(escalation_id=str(found.pk), answer="Or not.", by=screener, at=journey.later())
    # Both are hub managers and no post is named: whoever answered below neither owns the stage above nor answers it.
    colleague = journey.cast.people["screener"]
    RoleGrant.objects.create(
        practitioner=colleague, role="hub_manager", from_at=journey.at, granted_by="tests"
    )
    climb(escalation_id=str(found.pk), because="Not settled.", by=journey.who("teacher"), at=journey.later())
    assert current_stage(found).code == "heads" and owners(found)[1].ref == "arbitrator"
    with pytest.raises(Refused, match="answered-below"):
        answer_stage(escalation_id=str(found.pk), answer="As before.", by=screener, at=journey.later())
    RoleGrant.objects.create(
        practitioner=journey.cast.people["call_handler"],
        role="hub_manager",
        from_at=journey.at,
        granted_by="tests",
    )
    other = disputed("dsl", subject=f"contact:{found.contact_id}")
    asked = []
    for _ in range(2):
        climb(escalation_id=str(other.pk), because="No.", by=journey.who("dsl"), at=journey.later())
        asked.append(owners(other)[1].practitioner)
    assert {*asked} == {colleague, journey.cast.people["call_handler"]}, (
        "two who did not decide, and each once"
    )
    assert AuditEntry.objects.filter(reason="decided-it", verdict="refused").exists()
    assert Timer.objects.filter(kind="escalation-late", state="waiting").count() == 2


def test_the_answer_may_not_say_where_somebody_protected_is(journey: Journey, disputed: Make) -> None:
    found = disputed()
    with pytest.raises(Refused, match="gives-away"):
        answer_stage(
            escalation_id=str(found.pk), answer="She is at 14 Heron Quay Rise and safe.",
            by=journey.who("manager"), at=journey.later(),
        )  # fmt: skip


def test_taken_back_and_overtaken_are_said_on_both_records(journey: Journey, disputed: Make) -> None:
    found = disputed()
    with pytest.raises(Refused, match="not-theirs-to-withdraw"):
        withdraw(escalation_id=str(found.pk), because="No.", by=journey.who("manager"), at=journey.later())
    withdraw(
        escalation_id=str(found.pk), because="I misread it.", by=journey.who("teacher"), at=journey.later()
    )
    assert found.outcomes.count() == 2
    again = disputed(because="And now.")
    the_end = {"escalation_id": str(again.pk), "because": "A strategy discussion today."}
    browser, here = journey.browser("manager"), f"/escalations/{again.pk}/"
    for _ in range(
        3
    ):  # whoever decided ends it at no stage, so that a referral does not close over it either
        with pytest.raises(Refused, match="decided-it"):
            overtake(**the_end, by=journey.who("manager"), at=journey.later())
        assert "end/" not in browser.get(here).content.decode()
        said = browser.post(here + "end/", {"how": "overtaken", "outcome": "It is old.", "other_because": ""})
        assert (said.status_code, again.outcomes.exists()) == (403, False)
        climb(
            escalation_id=str(again.pk), because="No answer.", by=journey.who("teacher"), at=journey.later()
        )
    stage = current_stage(again)
    others = {"screener": "not-theirs-to-end", "teacher": ""}  # a colleague of the team, who owns no stage
    assert stage.order == 4 and owners(again)[1].practitioner != journey.cast.people["screener"]
    for who, refused in others.items():
        with pytest.raises(Refused, match=refused) if refused else nullcontext():
            overtake(**the_end, by=journey.who(who), at=journey.later())
    again.refresh_from_db()
    assert again.status == "overtaken"


def test_who_has_no_part_in_it_learns_nothing(journey: Journey, disputed: Make) -> None:
    found = disputed()
    for who in ("gp", "police", "other_teacher", "family_helper", "administrator", "privacy_officer"):
        with pytest.raises(Refused, match="not-involved"):
            open_escalation(journey.who(who), str(found.pk), at=journey.at)
    with pytest.raises(Refused, match="not-involved"):
        disputed("gp")
    assert {*visible_escalations(journey.who("deputy_dsl"), at=journey.at)} == {found}


def test_a_declared_conflict_refuses_first_and_passes_it_on(journey: Journey, disputed: Make) -> None:
    from plait.escalation.jobs import pass_on_what_nobody_can_own

    found = disputed()
    manager = journey.who("manager")
    declare_conflict(
        forename="Leanne", surname=SURNAME, born_on=None, kind="ex-partner", by=manager, at=journey.later()
    )
    with pytest.raises(Refused, match="not-involved"):
        open_escalation(manager, str(found.pk), at=journey.at)
    pass_on_what_nobody_can_own(journey.later())
    _, theirs = owners(found)
    assert theirs.practitioner != journey.cast.people["manager"]
    kept = Owner.objects.get(practitioner=journey.cast.people["manager"])
    assert kept.passed_because == "declared-conflict"


def test_whoever_decided_does_not_dispute_it_and_a_referral_does_not_close_over_it(
    journey: Journey, disputed: Make
) -> None:
    decision = Decision.objects.get(referral=journey.referral)
    with pytest.raises(Refused, match="own-decision"):
        disputed("manager", subject=f"decision:{decision.pk}")
    inside = disputed("screener", subject=f"decision:{decision.pk}")
    assert (inside.scope, inside.ladder) == ("inside", "inside")
    assert not visible_escalations(journey.who("call_handler"), at=journey.at).exists()
    # The manager is this agency's head of service too. Nobody whom they named answers about them, neither the deputy who stands
    # there nor the one for their leave.
    people = journey.cast.people
    name_deputy(
        practitioner_id=str(people["manager"].pk), deputy_id=str(people["lead"].pk), by=journey.who("manager"),
        at=journey.later(),
    )  # fmt: skip
    away(journey, "manager", deputy="call_handler")
    asked = []
    for _ in range(2):
        climb(escalation_id=str(inside.pk), because="No.", by=journey.who("screener"), at=journey.later())
        asked.append(owners(inside)[1])
    assert asked[0].team == journey.cast.teams["hub"] and current_stage(inside).code == "head"
    assert (asked[1].ref, asked[1].name) == ("arbitrator", "Independent scrutineer of Ellowmere")
    with pytest.raises(Refused, match="objections"):
        close_referral(
            referral_id=str(journey.referral.pk), because="Done.", outcome="RC1", by=journey.who("manager"),
            at=journey.later(),
        )  # fmt: skip


def test_what_stands_on_the_closed_list_is_not_disputed_by_a_ladder(
    journey: Journey, disputed: Make, told: FeedbackTask
) -> None:
    type(journey.contact).objects.filter(pk=journey.contact.pk).update(route="closed_list")
    with pytest.raises(Refused, match="not-involved"):
        disputed()


def test_at_the_top_the_arbitrator_decides_with_or_without_an_account(
    journey: Journey, disputed: Make
) -> None:
    """Nobody below could settle it. The pack names whom to ring; once somebody with an account is named, it waits for them."""
    found, dsl = disputed("dsl"), journey.who("dsl")
    for _ in range(4):
        climb(escalation_id=str(found.pk), because="Not settled.", by=dsl, at=journey.later())
    assert current_stage(found).name == "The partnership decides"
    theirs = owners(found)[1]
    assert (theirs.practitioner, theirs.team, theirs.name) == (
        None,
        None,
        "Independent scrutineer of Ellowmere",
    )
    with pytest.raises(Refused, match="at-the-top"):
        climb(escalation_id=str(found.pk), because="And yet.", by=dsl, at=journey.later())
    with pytest.raises(Refused, match="not-theirs-to-settle"):
        resolve(escalation_id=str(found.pk), outcome="No.", by=journey.who("screener"), at=journey.later())

    journey.cast.people["custodian"].refresh_from_db()
    for order, who in enumerate(("administrator", "custodian")):  # whoever could not open it is passed over
        name_on_ladder(
            agency_id=str(journey.cast.agencies["council"].pk), role="arbitrator", order=order,
            practitioner_id=str(journey.cast.people[who].pk), by=journey.who("administrator"), at=journey.later(),
        )  # fmt: skip
    other = disputed("dsl", subject=f"contact:{found.contact_id}")
    for _ in range(4):
        climb(escalation_id=str(other.pk), because="Not settled.", by=dsl, at=journey.later())
    assert owners(other)[1].practitioner == journey.cast.people["custodian"]
    resolve(
        escalation_id=str(other.pk),
        outcome="She is seen today.",
        by=journey.who("custodian"),
        at=journey.later(),
    )
    other.refresh_from_db()
    assert (other.status, other.ended_by_name) == ("resolved", "Ada Finch")


def test_a_school_that_ends_leaves_a_disagreement_to_somebody_and_a_question_to_nobody(
    journey: Journey, told: FeedbackTask, disputed: Make
) -> None:
    found = disputed()
    question = challenge(
        subject=f"feedback:{told.pk}", question="Why not now?", urgency="usual", by=journey.who("teacher"), at=journey.later()
    )  # fmt: skip
    inside = disputed("lead", f"decision:{journey.referral.decisions.get().pk}")
    end_agency(agency_id=str(journey.cast.agencies["alder_lane"].pk), by=PLAIT, at=journey.later())
    hub = f"team:{journey.cast.teams['hub'].pk}"
    assert owners(found)[0].ref == hub, "the manager decided it"
    question.refresh_from_db()
    assert (question.status, Owner.objects.filter(challenge=question, to_at=None).count()) == (
        "taken_back",
        0,
    )
    with pytest.raises(Refused):
        overtake(escalation_id=str(found.pk), because="x", by=journey.who("manager"), at=journey.later())
    overtake(
        escalation_id=str(found.pk), because="She was seen.", by=journey.who("screener"), at=journey.later()
    )
    Owner.objects.filter(stage__escalation=found, to_at=None).update(
        team=None
    )  # as an earlier release left it
    teacher = f"practitioner:{journey.cast.people['teacher'].pk}"
    heard = Message.objects.filter(to_ref=teacher).count()
    fire_due(at=journey.at + timedelta(days=40))
    assert Message.objects.filter(kind="escalation-child").values_list("to_ref", flat=True)[0] == hub
    assert Message.objects.filter(to_ref=teacher).count() == heard, (
        "nobody writes to a school that is no more"
    )
    end_agency(agency_id=str(journey.cast.agencies["council"].pk), by=PLAIT, at=journey.later())
    inside.refresh_from_db()
    assert (inside.status, inside.child_outcome.how) == ("overtaken", "not_known")
    left = clocks_for([inside.ref, question.ref]).exclude(state=RunningClock.State.STOPPED)
    assert not left and "works with Plait no more" in inside.outcomes.get().text
    helpers = journey.cast.teams["family_help"].pk
    with undone():  # another hub hears of the child
        Team.objects.filter(pk=helpers).update(kind=Team.Kind.HUB)
        fire_due(at=journey.at + timedelta(days=48))
        assert Message.objects.filter(kind="escalation-child").latest("posted_at").to_ref == f"team:{helpers}"
    fire_due(at=journey.at + timedelta(days=48))
    found.child_outcome.refresh_from_db()
    assert found.child_outcome.how == "not_known"
    assert not Owner.objects.filter(stage__escalation=found, to_at=None).exists(), "nobody is asked for ever"
    assert not clocks_for([found.ref]).exclude(state=RunningClock.State.STOPPED)
