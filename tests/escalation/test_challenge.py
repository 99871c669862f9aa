"""A question about a decision: answered with reasons, by a time; good practice, and one step from the ladder."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from plait.base.access.verdict import Refused
from plait.base.clock.queries import clock
from plait.base.outbox.models import Message
from plait.base.timers import fire_due
from plait.base.timers.models import Timer
from plait.escalation.access import listed, open_challenge, waiting_for
from plait.escalation.actions.answer_challenge import answer_challenge, read_challenge
from plait.escalation.actions.challenge import challenge, take_back_challenge
from plait.escalation.actions.erase_escalations import erase_escalations
from plait.escalation.actions.keep_owners import keep_owners
from plait.escalation.actions.name_on_ladder import end_post, name_on_ladder
from plait.escalation.actions.prompt_to_climb import prompt_to_climb
from plait.escalation.actions.recognise_challenge import recognise_challenge
from plait.escalation.handlers import object_to_closing
from plait.escalation.jobs import pass_on_what_nobody_can_own
from plait.escalation.models import Challenge, Escalation, Owner
from plait.escalation.queries import deputies_of, owner_now
from plait.feedback.models import FeedbackTask
from plait.people.actions.declare_conflict import declare_conflict
from plait.referrals.events import BeforeClosing
from tests.escalation.conftest import away, owners
from tests.feedback.journey import CHILD, SURNAME, Journey

pytestmark = pytest.mark.django_db
WHY = "Why is nobody seeing her this week?"


@pytest.fixture
def asked(journey: Journey, told: FeedbackTask) -> Challenge:
    return challenge(
        subject=f"feedback:{told.pk}",
        question=WHY,
        urgency="usual",
        by=journey.who("teacher"),
        at=journey.later(),
    )


def test_whoever_decided_owes_an_answer_with_reasons(journey: Journey, asked: Challenge) -> None:
    owner = owner_now(asked, "theirs")
    assert owner is not None and owner.practitioner == journey.cast.people["manager"]
    running = clock(f"{asked.ref}:answer")
    assert running is not None and running.rule == "challenge_answer"
    assert Message.objects.get(kind="challenge-asked").to_ref == owner.ref
    assert waiting_for(journey.who("manager"), at=journey.at) == 1
    closing = BeforeClosing(journey.referral.pk, journey.contact.pk, journey.at)
    assert [one.reason for one in object_to_closing(closing)] == ["question-waits"]
    with pytest.raises(Refused, match="needs-reason"):
        answer_challenge(challenge_id=str(asked.pk), answer=" ", by=journey.who("manager"), at=journey.at)
    for _ in range(2):
        answer_challenge(
            challenge_id=str(asked.pk),
            answer="She is, on Thursday.",
            by=journey.who("manager"),
            at=journey.at,
        )
    assert waiting_for(journey.who("manager"), at=journey.at) == 0
    assert [one.reason for one in object_to_closing(closing)] == ["nobody-disagrees"]
    with pytest.raises(Refused, match="already-answered"):
        answer_challenge(
            challenge_id=str(asked.pk), answer="Or not.", by=journey.who("screener"), at=journey.at
        )
    assert listed(journey.who("teacher"), at=journey.at, most=9)[1] == [asked]
    read_challenge(challenge_id=str(asked.pk), by=journey.who("teacher"), at=journey.at)
    assert listed(journey.who("teacher"), at=journey.at, most=9)[1] == []


def test_late_both_hear_it_and_one_step_leads_to_the_ladder(
    journey: Journey, asked: Challenge, disputed: Callable[..., Escalation]
) -> None:
    timer = Timer.objects.get(kind="challenge-late")
    fire_due(at=timer.due_at)
    told = {one.to_ref for one in Message.objects.filter(kind="challenge-late")}
    assert f"practitioner:{journey.cast.people['teacher'].pk}" in told and len(told) >= 2
    found = disputed(challenge_id=str(asked.pk))
    asked.refresh_from_db()
    assert (asked.status, found.challenge) == ("taken_further", asked)
    assert owner_now(asked, "theirs") is None and owners(found)
    timer.refresh_from_db()
    assert timer.state == "cancelled"


def test_a_question_that_is_not_heeded_passes_to_whoever_is_next(journey: Journey, asked: Challenge) -> None:
    timer, first = Timer.objects.get(kind="challenge-late"), owner_now(asked, "theirs")
    assert first is not None
    for _ in range(4):
        before = owner_now(asked, "theirs")
        fire_due(at=timer.due_at, limit=500)
        timer.refresh_from_db()
    after = owner_now(asked, "theirs")
    assert before == first and after is not None and after.ref != first.ref
    first.refresh_from_db()
    assert (first.prompts, first.passed_because, after.prompts) == (4, "did-not-answer", 0)
    running = clock(f"{asked.ref}:answer")
    assert running is not None and running.owner == after.ref and timer.state == "waiting"


def test_only_whoever_asked_takes_it_back_and_only_the_other_side_recognises_it(
    journey: Journey, asked: Challenge
) -> None:
    with pytest.raises(Refused, match="not-your-own"):
        recognise_challenge(about=asked.ref, words="Well asked.", by=journey.who("teacher"), at=journey.at)
    recognise_challenge(about=asked.ref, words="Well asked.", by=journey.who("manager"), at=journey.at)
    assert Message.objects.filter(kind="challenge-recognised").count() == 1
    with pytest.raises(Refused, match="not-theirs-to-withdraw"):
        take_back_challenge(challenge_id=str(asked.pk), by=journey.who("dsl"), at=journey.at)
    for _ in range(2):
        take_back_challenge(challenge_id=str(asked.pk), by=journey.who("teacher"), at=journey.at)
    with pytest.raises(Refused, match="challenge-is-taken_back"):
        answer_challenge(challenge_id=str(asked.pk), answer="Yes.", by=journey.who("manager"), at=journey.at)
    with pytest.raises(Refused, match="not-involved"):
        open_challenge(journey.who("gp"), str(asked.pk), at=journey.at)


def test_an_agency_names_who_answers_and_whoever_is_away_is_passed_over(
    journey: Journey, disputed: Callable[..., Escalation]
) -> None:
    council, admin = str(journey.cast.agencies["council"].pk), journey.who("administrator")
    people = journey.cast.people
    named = [
        name_on_ladder(
            agency_id=council,
            role="manager",
            practitioner_id=str(people[who].pk),
            order=order,
            by=admin,
            at=journey.at,
        )
        for order, who in enumerate(("custodian", "screener"), 1)
    ]
    with pytest.raises(Refused, match="not-own-agency"):
        name_on_ladder(
            agency_id=council, role="manager", practitioner_id=str(people["dsl"].pk), by=admin, at=journey.at
        )
    with pytest.raises(Refused, match="no-such-role"):
        name_on_ladder(
            agency_id=council, role="wizard", practitioner_id=str(people["lead"].pk), by=admin, at=journey.at
        )
    with pytest.raises(Refused, match="no-role-practitioner:invite"):
        name_on_ladder(
            agency_id=council, role="manager", practitioner_id=str(people["lead"].pk), by=journey.who("manager"),
            at=journey.at,
        )  # fmt: skip
    found = disputed(spoke_with="The hub", talked="They keep to it.")
    assert owners(found)[1].practitioner == people["custodian"]
    away(journey, "custodian")
    pass_on_what_nobody_can_own(journey.later())
    assert owners(found)[1].practitioner == people["screener"]
    assert Owner.objects.get(practitioner=people["custodian"]).passed_because == "is-away"
    running = clock(f"{found.ref}:2:answer")
    assert running is not None and running.owner == f"practitioner:{people['screener'].pk}", (
        "its time runs on"
    )
    for _ in range(2):
        end_post(post_id=str(named[0].pk), by=admin, at=journey.at)


def test_whom_somebody_named_for_while_they_are_away_is_asked_first(
    journey: Journey, disputed: Callable[..., Escalation]
) -> None:
    people, found = journey.cast.people, disputed()
    assert [one.practitioner for one in owners(found)] == [people["teacher"], people["manager"]]
    away(journey, "manager", deputy="screener")
    away(journey, "teacher", deputy="deputy_dsl", begins=timedelta(days=1))
    pass_on_what_nobody_can_own(journey.later())
    ours, theirs = owners(found)
    assert (theirs.practitioner, theirs.why) == (people["screener"], "deputy")
    assert ours.practitioner == people["teacher"], "she is here until tomorrow"
    pass_on_what_nobody_can_own(journey.at + timedelta(days=2))
    assert owners(found)[0].practitioner == people["deputy_dsl"]


def test_nobody_prompts_passes_on_or_erases_by_hand(journey: Journey, asked: Challenge) -> None:
    manager = journey.who("manager")
    with pytest.raises(Refused, match="not-by-a-person"):
        prompt_to_climb(escalation_id=str(asked.pk), key="x", due_at=journey.at, by=manager, at=journey.at)
    with pytest.raises(Refused, match="not-by-a-person"):
        keep_owners(by=manager, at=journey.at)
    with pytest.raises(Refused, match="not-by-a-person"):
        erase_escalations(contact_ids=[str(asked.contact_id)], by=manager, at=journey.at)


def test_words_go_with_the_concern_when_it_is_disposed_of(
    journey: Journey, asked: Challenge, disputed: Callable[..., Escalation]
) -> None:
    from plait.base.audit.actor import Actor

    found = disputed(spoke_with="The hub", talked="They keep to it.")
    number = erase_escalations(
        contact_ids=[str(asked.contact_id)], by=Actor.process("worker"), at=journey.later()
    )
    assert number == 2
    found.refresh_from_db()
    asked.refresh_from_db()
    left = f"{found.because} {found.wanted} {found.words} {asked.question} {found.stages.get(order=1).answer}"
    assert not any(word in left for word in ("flinched", "week", "keep to it"))


def test_a_deputy_who_knows_the_family_hears_nothing_when_it_is_late(
    journey: Journey, disputed: Callable[..., Escalation]
) -> None:
    people = journey.cast.people
    people["manager"].deputy = people["screener"]
    people["manager"].save(update_fields=["deputy"])
    theirs = owners(disputed())[1]
    assert theirs.practitioner == people["manager"]
    assert deputies_of(theirs, at=journey.at) == [people["screener"]]
    declare_conflict(
        forename=CHILD,
        surname=SURNAME,
        born_on=None,
        kind="friend",
        by=journey.who("screener"),
        at=journey.at,
    )
    assert deputies_of(theirs, at=journey.at) == []
