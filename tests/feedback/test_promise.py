"""Everyone who helped is told what came of it, by the deciding click, or a person is asked to tell them."""

import pytest

from plait.agencies.actions.end_account import end_account
from plait.agencies.actions.end_agency import end_agency
from plait.agencies.queries import safeguarding_team_of
from plait.base.announce import ask
from plait.base.audit.actor import Actor
from plait.base.clock.queries import clock
from plait.base.outbox.models import Message
from plait.feedback.access import open_feedback
from plait.feedback.models import FeedbackTask
from plait.people.actions.declare_conflict import declare_conflict
from plait.referrals.actions.accept_passed import accept_passed
from plait.referrals.actions.pass_to_worker import pass_to_worker
from plait.referrals.actions.withdraw_check import withdraw_check
from plait.referrals.concern import Concern, Safety, Teller, TellerKind
from plait.referrals.events import BeforeClosing
from plait.sharing.models import Disclosure, SharingDecision
from tests.feedback.journey import ADDRESS, CHILD, POLICE_ITEM, POSTCODE, SURNAME, Journey, family

Status, Kind = FeedbackTask.Status, FeedbackTask.Kind


def from_caller(kind: TellerKind, **said: str) -> Concern:
    whole = family()
    return Concern(
        children=whole.children, adults=whole.adults, safety=whole.safety, observed="Crying every night.",
        channel="phone", teller=Teller(kind=kind, **said),
    )  # fmt: skip


def decided_after_call(journey: Journey, concern: Concern) -> FeedbackTask:
    journey.raised("call_handler", concern).accepted().decided("section_47")
    return FeedbackTask.objects.get(about=journey.contact.ref)


def test_a_professional_is_told_by_the_deciding_click(journey: Journey) -> None:
    journey.raised("teacher").accepted().decided("section_47")
    told = FeedbackTask.objects.get(about=journey.contact.ref)
    assert (told.status, told.kind, told.sent_at) == (Status.SENT, Kind.REFERRER, journey.at)
    assert "child protection enquiry has begun" in told.text
    decision = SharingDecision.objects.get(pk=told.decision)
    assert (decision.occasion, decision.outcome) == ("feedback", "share")
    assert decision.gateway
    assert Disclosure.objects.get(decision=decision).lines.get().text == told.text
    letter = Message.objects.get(key=f"{told.ref}:waiting")
    assert letter.to_ref == f"practitioner:{journey.cast.people['teacher'].pk}"
    assert CHILD not in str(letter.context)
    # She leaves and has not read it: the leads of her school read it in her place. They leave too: the hub rings.
    team = safeguarding_team_of(str(told.agency_id))
    assert team is not None
    for gone, status in (("teacher", Status.SENT), ("dsl", Status.SENT), ("deputy_dsl", Status.HELD)):
        end_account(
            practitioner_id=str(journey.cast.people[gone].pk), by=Actor.process("tests"), at=journey.later()
        )
        told.refresh_from_db()
        assert told.status == status, gone
        if gone == "teacher":
            assert open_feedback(journey.who("dsl"), str(told.pk), at=journey.at) == told
            passed = Message.objects.get(key=f"{told.ref}:waiting:{team.pk}")
            assert (passed.to_ref, passed.state) == (f"team:{team.pk}", "queued")
    letter.refresh_from_db()
    passed.refresh_from_db()
    assert {(one.state, one.last_error) for one in (letter, passed)} == {("cancelled", "left")}
    running = clock(f"{told.ref}:send")
    assert running is not None and running.state == "running" and running.due_at > journey.at
    assert (running.owner, told.held_reason) == (f"team:{journey.cast.teams['hub'].pk}", "left")


def test_agencies_hear_how_it_was_used_or_that_they_may_let_go(journey: Journey) -> None:
    journey.raised().accepted().asked("police", "surgery", "housing", "health_visiting")
    journey.answered("police", "police").answered("surgery", "gp", "not_known")
    journey.answered("health_visiting", "health_visitor", "nothing_relevant").decided()
    police = FeedbackTask.objects.get(about=journey.checks["police"].ref)
    surgery = FeedbackTask.objects.get(about=journey.checks["surgery"].ref)
    visitor = FeedbackTask.objects.get(about=journey.checks["health_visiting"].ref)
    assert (police.kind, police.status) == (Kind.HELPED, Status.SENT)
    assert journey.checks["police"].reference in police.text
    assert (surgery.kind, surgery.status) == (Kind.KNEW_NOTHING, Status.SENT)
    assert "dispose of the request" in surgery.text
    assert (visitor.kind, visitor.status) == (Kind.KNEW_NOTHING, Status.SENT)
    assert not FeedbackTask.objects.filter(about=journey.checks["housing"].ref).exists(), (
        "housing still answers"
    )


def test_an_answer_after_the_decision_is_told_too(journey: Journey) -> None:
    journey.raised().accepted().asked("housing").decided("section_47")
    journey.answered("housing", "housing", text="Rent paid by somebody else.")
    told = FeedbackTask.objects.get(about=journey.checks["housing"].ref)
    assert (told.kind, told.status) == (Kind.HELPED, Status.SENT)
    # Both agencies end before anybody there has read it: the teacher is owed it as a person, and is rung; housing is no more.
    decided = FeedbackTask.objects.get(about=journey.contact.ref)
    for key in ("housing", "alder_lane"):
        end_agency(
            agency_id=str(journey.cast.agencies[key].pk), by=Actor.process("tests"), at=journey.later()
        )
    told.refresh_from_db()
    decided.refresh_from_db()
    assert (told.status, decided.status, decided.held_reason) == (
        Status.NOT_TOLD,
        Status.HELD,
        "agency-ended",
    )
    assert told.settled_because.startswith("Their agency works with Plait no more")
    assert not Message.objects.filter(
        key__in=[f"{one.ref}:waiting" for one in (told, decided)], state="queued"
    )
    running, hub = clock(f"{decided.ref}:send"), f"team:{journey.cast.teams['hub'].pk}"
    assert running is not None and (running.state, running.owner) == ("running", hub)
    assert running.due_at > journey.at, "the time that it was with them does not count"
    assert Message.objects.filter(kind="feedback-passed", to_ref=hub).count() == 1
    journey.decided("section_47")
    again = {one.about: one for one in FeedbackTask.objects.filter(made_at=journey.at)}
    assert {about: one.status for about, one in again.items()} == {
        journey.contact.ref: Status.HELD, journey.checks["housing"].ref: Status.NOT_TOLD,
    }  # fmt: skip
    assert not Message.objects.filter(
        key__startswith=again[journey.contact.ref].ref, kind="feedback"
    ).exists()


def test_a_check_taken_back_is_closed_for_the_agency(journey: Journey) -> None:
    journey.raised().accepted().asked("housing")
    check = journey.checks["housing"]
    withdraw_check(
        check_id=str(check.pk), because="Wrong agency.", by=journey.who("screener"), at=journey.later()
    )
    told = FeedbackTask.objects.get(about=check.ref)
    assert (told.kind, told.status) == (Kind.KNEW_NOTHING, Status.SENT)
    assert "withdrawn" in told.text
    assert "knew nothing" not in told.text


def test_deciding_again_tells_the_referrer_again_and_asks_nobody_twice_to_dispose(journey: Journey) -> None:
    journey.raised().accepted().asked("police", "surgery")
    journey.answered("police", "police").answered("surgery", "gp", "not_known").decided().decided(
        "section_47"
    )
    assert FeedbackTask.objects.filter(about=journey.contact.ref).count() == 2
    assert FeedbackTask.objects.filter(about=journey.checks["police"].ref).count() == 2
    assert FeedbackTask.objects.filter(about=journey.checks["surgery"].ref).count() == 1


@pytest.mark.parametrize(
    ("kind", "said", "because"),
    [
        ("anonymous", {}, "did not give a name"),
        ("public", {"name": "A neighbour", "phone": "01632 960555", "safe_contact": "Evenings"}, "Evenings"),
        ("family", {"name": "Gran", "phone": "01632 960556"}, "never named to the family"),
        ("child", {"name": CHILD}, "never named to the family"),
        ("practitioner", {"name": "A locum", "phone": "01632 960557"}, "cannot be reached through Plait"),
    ],
)
def test_whoever_cannot_be_told_safely_waits_for_a_person(
    journey: Journey, kind: TellerKind, said: dict[str, str], because: str
) -> None:
    told = decided_after_call(journey, from_caller(kind, **said))
    assert told.status == Status.HELD
    assert because in told.held_because
    assert told.sent_at is None
    assert not told.decision, "nothing was shared"
    assert not Message.objects.filter(key__startswith=told.ref).exists(), "nothing left"


def test_a_protected_practitioner_is_told_in_plait_where_nobody_else_reads_it(journey: Journey) -> None:
    concern = family()
    safe = Safety(where="yes", who_told="yes", who_told_who="Dean Kerrigan")
    told = Concern(children=concern.children, observed="A bruise.", safety=safe)
    journey.raised("teacher", told).accepted().decided("section_47")
    assert FeedbackTask.objects.get(about=journey.contact.ref).status == Status.SENT


def test_somebody_who_knows_the_family_waits_for_a_person(journey: Journey) -> None:
    journey.raised("teacher").accepted()
    declare_conflict(
        forename=CHILD,
        surname=SURNAME,
        born_on=None,
        kind="neighbour",
        by=journey.who("teacher"),
        at=journey.later(),
    )
    journey.decided("section_47")
    told = FeedbackTask.objects.get(about=journey.contact.ref)
    assert (told.status, "they know somebody" in told.held_because) == (Status.HELD, True)


def test_a_concern_that_the_childs_own_team_accepted_ends_with_a_word(journey: Journey) -> None:
    """It stood on no list once it was accepted, and the teacher never heard what came of it."""
    journey.raised("teacher")
    team, key = str(journey.cast.teams["assessment"].pk), str(journey.contact.pk)
    pass_to_worker(contact_id=key, team_id=team, by=journey.who("screener"), at=journey.later())
    accept_passed(contact_id=key, by=journey.who("lead"), at=journey.later())
    lead = journey.browser("lead")
    assert "Say what you did" in lead.get("/hub/passed/").content.decode()
    answer = lead.post(f"/hub/concerns/{key}/what-was-done/", {"because": "Zephyr: seen at home, safe."})
    assert answer.status_code == 302, answer.content.decode()
    words = list(
        FeedbackTask.objects.filter(contact_id=key).order_by("made_at").values_list("text", flat=True)
    )
    assert len(words) == 2 and "has acted on it" in words[1]
    assert not any("Zephyr" in one for one in words)
    assert "Nothing has been passed" in lead.get("/hub/passed/").content.decode()


def test_closing_waits_for_whoever_has_not_been_told(journey: Journey) -> None:
    told = decided_after_call(journey, from_caller("anonymous"))
    question = BeforeClosing(journey.referral.pk, journey.contact.pk, journey.at)
    verdicts = [one for some in ask(question) for one in some if not one]
    assert [one.reason for one in verdicts] == ["feedback-waits"]
    told.status = Status.NOT_TOLD
    told.save()
    assert all(one for some in ask(question) for one in some)


@pytest.mark.parametrize(
    "outcome", ["section_47", "strategy_discussion", "immediate_protection", "assessment_s17"]
)
def test_no_feedback_carries_a_name_an_address_or_anybody_elses_words(journey: Journey, outcome: str) -> None:
    journey.raised().accepted().asked("police", "surgery")
    journey.answered("police", "police").answered("surgery", "gp", "not_known").decided(outcome)
    texts = " ".join(FeedbackTask.objects.values_list("text", flat=True))
    assert FeedbackTask.objects.count() == 3
    for canary in (
        CHILD,
        SURNAME,
        "Leanne",
        "Dean",
        ADDRESS,
        POSTCODE,
        POSTCODE.replace(" ", ""),
        POLICE_ITEM,
        "canary",
        "bruise",
    ):
        assert canary.lower() not in texts.lower(), canary
