"""What follows from decisions: everyone who helped is told, in the same transaction."""

from datetime import datetime
from uuid import UUID

from plait.agencies import queries as agencies
from plait.base import packs
from plait.base.access.verdict import Verdict, no, yes
from plait.base.audit.actor import Actor
from plait.base.timers import Due
from plait.feedback.actions.chase import chase
from plait.feedback.actions.promise_feedback import promise_feedback
from plait.feedback.actions.watch_pickup import watch_pickup
from plait.feedback.models import FeedbackTask
from plait.feedback.queries.reading import refs_about, unsettled
from plait.feedback.queries.telling import Telling, family_of, recipient_of, telling_of
from plait.feedback.rules import AnswerGiven, Recipient, kind_for_contributor, may_send_at_once
from plait.people.events import RecordsAbout, RecordsUnder
from plait.people.queries.reaching import barred_agencies
from plait.referrals.events import (
    BeforeClosing,
    CheckAnswered,
    CheckWithdrawn,
    ConcernRaised,
    ContactAnswered,
    PassedToWorker,
    ReferralClosed,
    ReferralDecided,
    ReferralReopened,
)
from plait.referrals.models import Contact, Decision, PartnerCheck, Referral, Referrer

WORKER = Actor.process("worker")
# An agency may answer after the area's outcomes have changed: its answer is kept, whatever that outcome was called.
USED = (
    "What you told us under reference {reference} is with those who decide. If you learn more, or it cannot wait, ring "
    "{hub_name} on {hub_phone}."
)
WITHDRAWN = (
    "The check with reference {reference} was withdrawn: we no longer need an answer. Please dispose of the request and "
    "keep no copy. If you know something that matters, ring {hub_name} on {hub_phone}."
)

CLOSED = (
    "The work with reference {reference} has ended, on {decided_on}: nobody leads it now. If you see or hear something "
    "that worries you, do not wait for a review: ring {hub_name} on {hub_phone}, and name the reference."
)
REOPENED = (
    "The work with reference {reference}, which had ended, was opened again on {decided_on}. Until a lead accepts it is "
    "with {hub_name}: ring {hub_phone} with anything new, and do not wait to be asked."
)


def promise_pickup_word(event: ConcernRaised) -> None:
    """A child is at school now: whoever told us hears before the bell whether they can go home."""
    if Contact.objects.filter(pk=event.contact, in_school_now="yes").exists():
        watch_pickup(contact_id=str(event.contact), by=WORKER, at=event.at)


def chase_what_is_late(due: Due) -> None:
    """Somebody still waits to be told or to be answered."""
    chase(key=due.key, subject=due.subject, by=WORKER, at=due.at)


def tell_after_closing(event: ReferralClosed) -> None:
    """Professionals who raised it, and agencies that gave information, hear that nobody leads any more."""
    _tell_of_move(event, "close", "closed", CLOSED)


def tell_after_reopening(event: ReferralReopened) -> None:
    """Whoever was told of the end hears of the new beginning, by the same route."""
    _tell_of_move(event, "reopen", "reopened", REOPENED)


def _tell_of_move(event: ReferralClosed | ReferralReopened, verb: str, name: str, words: str) -> None:
    """Only those who can hear it at once: nobody is rung, and no caller from the public is told, that work ended."""
    referral = Referral.objects.select_related("contact").get(pk=event.referral)
    move = referral.moves.filter(verb__startswith=verb).order_by("-at", "pk").first()
    if move is None:
        return
    by, decision_ref = _decider(event.by, event.at), f"{name}:{move.pk}"
    _tell_referrer(referral.contact, decision_ref, "", by, event, words=words)
    checks = PartnerCheck.objects.filter(referral=referral, status=PartnerCheck.Status.ANSWERED)
    for check in checks.select_related("agency").order_by("asked_at", "pk"):
        kinds = frozenset(check.answers.filter(superseded=False).values_list("kind", flat=True))
        if kind_for_contributor(AnswerGiven(kinds)) == "helped":
            _tell_contributor(check, referral.contact, decision_ref, "", by, event.at, words=words)


def tell_after_decision(event: ReferralDecided) -> None:
    """The referrer hears the decision, and every agency that has answered hears how it was used or that it may let go."""
    referral = Referral.objects.select_related("contact").get(pk=event.referral)
    by = _decider(event.by, event.at)
    decision_ref = f"decision:{event.decision}"
    _tell_referrer(referral.contact, decision_ref, event.outcome, by, event)
    checks = PartnerCheck.objects.filter(referral=referral, status=PartnerCheck.Status.ANSWERED)
    for check in checks.select_related("agency").order_by("asked_at", "pk"):
        _tell_contributor(check, referral.contact, decision_ref, event.outcome, by, event.at)


def tell_after_late_answer(event: CheckAnswered) -> None:
    """An agency that answers after the decision hears what came of it at once: nobody decides again only to tell it."""
    decision = Decision.objects.filter(referral_id=event.referral).order_by("-at", "pk").first()
    if decision is None:
        return
    check = PartnerCheck.objects.select_related("agency", "referral__contact").get(pk=event.check)
    by = _decider(decision.by, event.at)
    decision_ref = f"decision:{decision.pk}"
    words = "" if decision.outcome in packs.current(at=event.at).outcomes else USED
    _tell_contributor(
        check, check.referral.contact, decision_ref, decision.outcome, by, event.at, words=words
    )


def tell_after_withdrawal(event: CheckWithdrawn) -> None:
    """An agency whose check was taken back before it answered hears that it may let go of the request."""
    check = PartnerCheck.objects.select_related("agency", "referral__contact").get(pk=event.check)
    _tell_contributor(
        check, check.referral.contact, check.ref, "", _decider(event.by, event.at), event.at, words=WITHDRAWN
    )


def _tell_contributor(
    check: PartnerCheck,
    contact: Contact,
    decision_ref: str,
    outcome: str,
    by: Actor,
    at: datetime,
    *,
    words: str = "",
) -> None:
    kinds = frozenset(check.answers.filter(superseded=False).values_list("kind", flat=True))
    kind = kind_for_contributor(AnswerGiven(kinds))
    told = FeedbackTask.objects.filter(about=check.ref, kind=kind)
    # "Dispose of the request" is said once; how information was used is said for every decision it was used in.
    if told.exists() if kind == "knew_nothing" else told.filter(decision_ref=decision_ref).exists():
        return
    promise_feedback(
        contact=contact,
        decision_ref=decision_ref,
        outcome=outcome,
        telling=Telling(
            about=check.ref,
            reference=check.reference,
            kind=kind,
            recipient=Recipient(
                anonymous=False,
                has_plait=True,
                has_mailbox=True,
                conflicted=False,
                barred=str(check.agency_id) in barred_agencies(family_of(contact)),
            ),
            agency_id=str(check.agency_id),
            agency_kind=check.agency.kind,
            mail_to=f"team:{check.team_id}",
            words=words,
        ),
        by=by,
        at=at,
    )


def tell_after_answer(event: ContactAnswered) -> None:
    """The referrer hears what came of a concern that was answered without a referral."""
    contact = Contact.objects.get(pk=event.contact)
    _tell_referrer(contact, contact.ref, event.outcome, _decider(event.by, event.at), event)


def tell_after_passing_on(event: PassedToWorker) -> None:
    """The referrer hears that the worker who knows the family has it."""
    contact = Contact.objects.get(pk=event.contact)
    # Not the answer: should the hub take it back and answer it, the referrer hears that too.
    _tell_referrer(contact, f"passed:{contact.pk}", "continue_open", _decider(event.by, event.at), event)


def object_to_closing(question: BeforeClosing) -> list[Verdict]:
    """A referral does not close while somebody who helped has not heard."""
    waiting = unsettled(str(question.contact))
    if not waiting:
        return [yes("everyone-has-heard")]
    people = "One person still waits" if waiting == 1 else f"{waiting} people still wait"
    return [
        no(
            "feedback-waits",
            say=f"{people} to be told what came of it.",
            next_step="Ring them, or record why they are not told",
        )
    ]


def _decider(practitioner_id: str, at: datetime) -> Actor:
    return agencies.actor_for(agencies.practitioner(practitioner_id), at=at)


def _tell_referrer(
    contact: Contact,
    decision_ref: str,
    outcome: str,
    by: Actor,
    event: ReferralDecided | ContactAnswered | PassedToWorker | ReferralClosed | ReferralReopened,
    *,
    words: str = "",
) -> None:
    """What came of it. With `words` of a move it goes to professionals alone, and only where it can go at once."""
    referrer = Referrer.objects.select_related("practitioner", "agency").filter(contact=contact).first()
    if referrer is None or FeedbackTask.objects.filter(about=contact.ref, decision_ref=decision_ref).exists():
        return
    professional = referrer.kind == Referrer.Kind.PRACTITIONER
    recipient = recipient_of(referrer, contact)
    if words and not (professional and may_send_at_once(recipient)):
        return
    promise_feedback(
        contact=contact,
        decision_ref=decision_ref,
        outcome=outcome,
        telling=telling_of(referrer, contact, recipient, words=words),
        by=by,
        at=event.at,
    )


def records_about(question: RecordsAbout) -> list[str]:
    """Concerns, referrals, checks and feedback that are about this person: for the custodians of restricted records."""
    return refs_about(str(question.person))


def records_under(question: RecordsUnder) -> list[str]:
    """The questions asked because of a concern: what they made goes where the concern's own goes."""
    kind, _, contact_id = question.source.partition(":")
    if kind != "contact" or not _is_id(contact_id):
        return []
    asked = PartnerCheck.objects.filter(referral__contact_id=contact_id)
    return [f"check:{pk}" for pk in asked.values_list("pk", flat=True)]


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
