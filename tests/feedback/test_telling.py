"""Reading, disposing, disagreeing, settling: each deed, and each way it is refused."""

from datetime import timedelta

import pytest

from plait.agencies.actions.end_account import end_account
from plait.agencies.actions.end_agency import end_agency
from plait.agencies.models import MailboxLink
from plait.agencies.queries import safeguarding_team_of
from plait.base.access.verdict import Refused
from plait.base.audit.actor import Actor
from plait.base.audit.models import AuditEntry
from plait.base.audit.pseudonyms import pseudonym
from plait.base.clock import queries as clocks
from plait.base.outbox.models import Message
from plait.feedback.access import my_feedback
from plait.feedback.actions.disagree import answer_disagreement, disagree
from plait.feedback.actions.read_feedback import dispose_of_request, read_feedback
from plait.feedback.actions.settle_feedback import settle_feedback
from plait.feedback.actions.show_receipt import show_receipt
from plait.feedback.models import FeedbackTask
from plait.people.actions.declare_conflict import declare_conflict
from plait.people.models import Person
from plait.referrals.concern import Concern, Teller
from plait.referrals.models import CallNote
from tests.feedback.journey import CHILD, SURNAME, Journey, family
from tests.lanes.telling import ToldOnce


@pytest.fixture
def told(journey: Journey, told_once: ToldOnce) -> FeedbackTask:
    def play() -> Journey:
        journey.raised("teacher").accepted().asked("police", "surgery")
        return journey.answered("police", "police").answered("surgery", "gp", "not_known").decided()

    vars(journey).update(vars(told_once("feedback/telling", play)))
    return FeedbackTask.objects.get(about=journey.contact.ref)


@pytest.fixture
def held(journey: Journey) -> FeedbackTask:
    whole = family()
    call = Concern(
        children=whole.children,
        observed="Crying.",
        channel="phone",
        teller=Teller("public", name="Ann", phone="01632 960555"),
    )
    journey.raised("call_handler", call).accepted().decided("section_47")
    return FeedbackTask.objects.get(about=journey.contact.ref)


def refused(reason: str, task: FeedbackTask | None = None) -> bool:
    row = AuditEntry.objects.filter(verdict="refused", reason=reason).order_by("-id").first()
    return row is not None and (task is None or row.subject in {pseudonym(task.ref), pseudonym(task.about)})


def test_the_one_who_told_reads_it_and_it_is_marked(told: FeedbackTask, journey: Journey) -> None:
    read_feedback(task_id=str(told.pk), by=journey.who("teacher"), at=journey.later())
    told.refresh_from_db()
    assert told.read_by == str(journey.cast.people["teacher"].pk)
    assert AuditEntry.objects.filter(act="feedback:read", subject=pseudonym(told.ref)).exists()


@pytest.mark.parametrize(
    "who", ["screener", "police", "other_teacher", "youth_worker", "privacy_officer", "administrator"]
)
def test_nobody_else_reads_it(told: FeedbackTask, journey: Journey, who: str) -> None:
    with pytest.raises(Refused) as refusal:
        read_feedback(task_id=str(told.pk), by=journey.who(who), at=journey.later())
    assert refusal.value.verdict.hides
    assert refused("not-theirs", told)


def test_the_safeguarding_lead_of_the_school_reads_it_too(told: FeedbackTask, journey: Journey) -> None:
    assert read_feedback(task_id=str(told.pk), by=journey.who("dsl"), at=journey.later()).pk == told.pk


def test_whoever_knows_the_family_no_longer_sees_it(told: FeedbackTask, journey: Journey) -> None:
    by = journey.who("deputy_dsl")
    declare_conflict(forename=CHILD, surname=SURNAME, born_on=None, kind="friend", by=by, at=journey.later())
    assert not my_feedback(by, at=journey.at).exists()
    assert my_feedback(journey.who("dsl"), at=journey.at).exists()


def test_a_restricted_child_is_told_of_only_to_the_one_who_told_us(
    told: FeedbackTask, journey: Journey
) -> None:
    Person.objects.filter(pk=journey.child).update(
        restricted=True, custodian=journey.cast.teams["custodians"]
    )
    assert not my_feedback(journey.who("dsl"), at=journey.at).exists()
    assert not my_feedback(journey.who("police"), at=journey.at).exists()
    assert my_feedback(journey.who("teacher"), at=journey.at).exists()


def test_a_concern_about_a_worker_never_reaches_their_own_safeguarding_lead(journey: Journey) -> None:
    journey.raised("teacher", family(about_worker=True))
    FeedbackTask.objects.create(
        about=journey.contact.ref, contact=journey.contact, decision_ref=journey.contact.ref, kind="referrer",
        status="sent", practitioner=journey.cast.people["teacher"], agency=journey.cast.agencies["alder_lane"],
        reference=journey.contact.reference, text="…", made_at=journey.at, sent_at=journey.at,
    )  # fmt: skip
    assert my_feedback(journey.who("teacher"), at=journey.at).count() == 1
    assert not my_feedback(journey.who("dsl"), at=journey.at).exists()


def test_a_referrer_by_link_reads_it_with_the_next_link_they_ask_for(journey: Journey) -> None:
    school = journey.cast.agencies["kestrel"]

    def link(name: str, token: str) -> Actor:
        made = MailboxLink.objects.create(
            agency=school, person_name=name, token_hash=token, sent_at=journey.at, used_at=journey.at,
            expires_at=journey.at + timedelta(minutes=30),
        )  # fmt: skip
        return Actor(id=f"mailbox:{made.pk}", name=name, agency=str(school.pk), agency_name=school.name,
                     agency_kind="SCHOOL", roles=frozenset({"mailbox_referrer"}), kind="mailbox")  # fmt: skip

    journey.raised(link("Wyn Parry", "a")).accepted().decided("section_47")
    task = FeedbackTask.objects.get(about=journey.contact.ref)
    assert task.status == "sent"
    assert Message.objects.get(key=f"{task.ref}:waiting").to_ref == f"agency:{school.pk}"
    back = link("W. Parry", "b")
    show_receipt(reference=journey.contact.reference, by=back, at=journey.later())
    assert my_feedback(back, at=journey.at).get() == task
    assert not my_feedback(link("Wyn Parry", "c"), at=journey.at).exists()


def test_an_agency_that_knew_nothing_says_that_it_disposed_of_the_request(
    told: FeedbackTask, journey: Journey
) -> None:
    surgery = FeedbackTask.objects.get(about=journey.checks["surgery"].ref)
    gp = journey.who("gp")
    first = dispose_of_request(task_id=str(surgery.pk), by=gp, at=journey.later())
    again = dispose_of_request(task_id=str(surgery.pk), by=gp, at=journey.later())
    assert first.disposed_at == again.disposed_at


def test_there_is_nothing_to_dispose_of_for_those_who_helped(told: FeedbackTask, journey: Journey) -> None:
    police = FeedbackTask.objects.get(about=journey.checks["police"].ref)
    with pytest.raises(Refused, match="nothing-to-dispose"):
        dispose_of_request(task_id=str(police.pk), by=journey.who("police"), at=journey.later())
    assert refused("nothing-to-dispose", police)
    with pytest.raises(Refused, match="not-theirs"):
        dispose_of_request(task_id=str(police.pk), by=journey.who("gp"), at=journey.later())


def test_i_disagree_reaches_the_hub_and_is_answered_with_reasons(
    told: FeedbackTask, journey: Journey
) -> None:
    teacher, manager = journey.who("teacher"), journey.who("manager")
    said = disagree(
        task_id=str(told.pk),
        because="She is not safe at home.",
        wanted="A visit today.",
        by=teacher,
        at=journey.later(),
    )
    again = disagree(
        task_id=str(told.pk),
        because="She is not safe at home.",
        wanted="A visit today.",
        by=teacher,
        at=journey.later(),
    )
    assert said.pk == again.pk, "sent twice, said once"
    assert (
        Message.objects.get(key=f"disagreement:{said.pk}:said").to_ref
        == f"team:{journey.cast.teams['hub'].pk}"
    )
    answered = answer_disagreement(
        disagreement_id=str(said.pk), answer="A worker goes today.", by=manager, at=journey.later()
    )
    assert answered.answered_by == manager.id
    assert Message.objects.get(key=f"disagreement:{said.pk}:answered").to_ref == f"practitioner:{teacher.id}"
    twice = answer_disagreement(
        disagreement_id=str(said.pk), answer="A worker goes today.", by=manager, at=journey.later()
    )
    assert twice.answered_at == answered.answered_at
    # She disagrees twice more and leaves: her safeguarding team hears the answer. The school ends: no letter goes to nobody.
    more = [
        disagree(task_id=str(told.pk), because=why, wanted="", by=teacher, at=journey.later())
        for why in ("It is worse.", "She was not asked.")
    ]
    end_account(practitioner_id=teacher.id, by=Actor.process("tests"), at=journey.later())
    team = safeguarding_team_of(str(told.agency_id))
    assert team is not None
    journey.later()
    answer_disagreement(disagreement_id=str(more[0].pk), answer="We look again.", by=manager, at=journey.at)
    assert Message.objects.get(key=f"disagreement:{more[0].pk}:answered").to_ref == f"team:{team.pk}"
    end_agency(agency_id=str(told.agency_id), by=Actor.process("tests"), at=journey.later())
    page = journey.browser("manager").post(
        f"/feedback/disagreements/{more[1].pk}/",
        {"answer": "She was, today.", "other_because": ""},
        follow=True,
    )
    assert "No letter was sent" in page.content.decode()
    running = clocks.clock(f"disagreement:{more[1].pk}:answer")
    assert running is not None and running.state == "stopped", "nobody owes it to nobody"
    assert not Message.objects.filter(key=f"disagreement:{more[1].pk}:answered").exists()
    assert AuditEntry.objects.filter(act="disagreement:answered", reason="nobody-left-to-read").exists()


def test_a_disagreement_needs_words_a_reader_and_an_answer_from_the_hub(
    told: FeedbackTask, journey: Journey
) -> None:
    with pytest.raises(Refused, match="needs-reason"):
        disagree(task_id=str(told.pk), because="  ", wanted="", by=journey.who("teacher"), at=journey.later())
    with pytest.raises(Refused, match="not-theirs"):
        disagree(task_id=str(told.pk), because="No.", wanted="", by=journey.who("police"), at=journey.later())
    said = disagree(
        task_id=str(told.pk), because="No.", wanted="", by=journey.who("teacher"), at=journey.later()
    )
    for who in ("teacher", "police", "police_ex_partner", "privacy_officer"):
        with pytest.raises(Refused, match="not-involved"):
            answer_disagreement(
                disagreement_id=str(said.pk), answer="…", by=journey.who(who), at=journey.later()
            )
    assert refused("not-involved")
    with pytest.raises(Refused, match="needs-reason"):
        answer_disagreement(
            disagreement_id=str(said.pk), answer=" ", by=journey.who("manager"), at=journey.later()
        )
    answer_disagreement(
        disagreement_id=str(said.pk), answer="Because.", by=journey.who("manager"), at=journey.later()
    )
    with pytest.raises(Refused, match="already-answered"):
        answer_disagreement(
            disagreement_id=str(said.pk), answer="Also.", by=journey.who("screener"), at=journey.later()
        )


def test_i_rang_settles_it_stops_the_clock_and_is_kept_as_a_call(
    held: FeedbackTask, journey: Journey
) -> None:
    by, rang = journey.who("screener"), journey.at
    assert clocks.clock(f"feedback:{held.pk}:send") is not None
    done = settle_feedback(
        task_id=str(held.pk), how="told", because="Told her we are looking into it.", spoke_with="Ann", rang_at=rang,
        by=by, at=journey.later(),
    )  # fmt: skip
    assert (done.status, done.settled_by) == ("told", by.id)
    call = CallNote.objects.get(about=held.ref)
    assert (call.counts_as, call.spoke_with, call.rang_at) == ("feedback", "Ann", rang)
    again = settle_feedback(
        task_id=str(held.pk),
        how="told",
        because=done.settled_because,
        spoke_with="Ann",
        by=by,
        at=journey.later(),
    )
    assert again.settled_at == done.settled_at
    assert CallNote.objects.count() == 1


def test_not_told_is_settled_with_its_reason(held: FeedbackTask, journey: Journey) -> None:
    done = settle_feedback(
        task_id=str(held.pk),
        how="not_told",
        because="The number is dead.",
        by=journey.who("screener"),
        at=journey.later(),
    )
    assert (done.status, done.settled_because) == ("not_told", "The number is dead.")
    with pytest.raises(Refused, match="already-settled"):
        settle_feedback(
            task_id=str(held.pk),
            how="told",
            because="Told.",
            spoke_with="Ann",
            by=journey.who("manager"),
            at=journey.later(),
        )
    assert refused("already-settled", held)


def test_settling_needs_words_and_somebody_who_works_on_it(held: FeedbackTask, journey: Journey) -> None:
    with pytest.raises(Refused, match="needs-reason"):
        settle_feedback(
            task_id=str(held.pk), how="not_told", because=" ", by=journey.who("screener"), at=journey.later()
        )
    with pytest.raises(Refused, match="call-without-words"):
        settle_feedback(
            task_id=str(held.pk), how="told", because="Said.", by=journey.who("screener"), at=journey.later()
        )
    with pytest.raises(Refused, match="rang-in-future"):
        settle_feedback(task_id=str(held.pk), how="told", because="Said.", spoke_with="Ann",
                        rang_at=journey.at + timedelta(days=1), by=journey.who("screener"), at=journey.at)  # fmt: skip
    for who in ("teacher", "police", "lead", "privacy_officer"):
        with pytest.raises(Refused, match="not-involved"):
            settle_feedback(
                task_id=str(held.pk), how="not_told", because="x", by=journey.who(who), at=journey.later()
            )
    held.refresh_from_db()
    assert held.status == "held"


def test_what_may_be_said_to_somebody_who_knows_the_family_is_a_managers_decision(journey: Journey) -> None:
    journey.raised("teacher").accepted()
    declare_conflict(
        forename=CHILD,
        surname=SURNAME,
        born_on=None,
        kind="friend",
        by=journey.who("teacher"),
        at=journey.later(),
    )
    journey.decided("section_47")
    waiting = FeedbackTask.objects.get(about=journey.contact.ref)
    assert waiting.held_reason == "unsafe-conflict"

    def tell(who: str) -> FeedbackTask:
        return settle_feedback(
            task_id=str(waiting.pk), how="told", because="We are acting.", spoke_with="Tom Ferris",
            by=journey.who(who), at=journey.later(),
        )  # fmt: skip

    with pytest.raises(Refused, match="no-role-feedback:release"):
        tell("screener")
    assert tell("manager").status == "told"
