"""What follows from decisions: everyone who helped is told, in the same transaction."""

from plait.base import packs
from plait.base.audit.actor import Actor
from plait.base.timers import Due
from plait.feedback.actions.chase import chase
from plait.feedback.actions.watch_pickup import watch_pickup
from plait.feedback.handlers.telling import decider, tell_contributor, tell_referrer
from plait.referrals.events import (
    CheckAnswered,
    CheckWithdrawn,
    ConcernRaised,
    ContactAnswered,
    PassedConcernDone,
    PassedToWorker,
    ReferralDecided,
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


DONE = (
    "The child’s own team has looked at what you told us and has acted on it. To protect the family we may not be able to say "
    "more. If you disagree, say so under this message, or ring {hub_name} on {hub_phone}."
)


def promise_pickup_word(event: ConcernRaised) -> None:
    """A child is at school now: whoever told us hears before the bell whether they can go home."""
    if Contact.objects.filter(pk=event.contact, in_school_now="yes").exists():
        watch_pickup(contact_id=str(event.contact), by=WORKER, at=event.at)


def chase_what_is_late(due: Due) -> None:
    """Somebody still waits to be told or to be answered."""
    chase(key=due.key, subject=due.subject, by=WORKER, at=due.at)


def tell_after_decision(event: ReferralDecided) -> None:
    """The referrer hears the decision, and every agency that has answered hears how it was used or that it may let go."""
    referral = Referral.objects.select_related("contact").get(pk=event.referral)
    by = decider(event.by, event.at)
    decision_ref = f"decision:{event.decision}"
    tell_referrer(referral.contact, decision_ref, event.outcome, by, event.at)
    decision = Decision.objects.get(pk=event.decision)
    cited = {one["check"] for one in decision.rests_on}
    says = packs.current(at=event.at).outcome(event.outcome).wording.cited
    checks = PartnerCheck.objects.filter(referral=referral, status=PartnerCheck.Status.ANSWERED)
    for check in checks.select_related("agency").order_by("asked_at", "pk"):
        changed = says if str(check.pk) in cited else ""
        tell_contributor(check, referral.contact, decision_ref, event.outcome, by, event.at, changed=changed)


def tell_after_late_answer(event: CheckAnswered) -> None:
    """An agency that answers after the decision hears what came of it at once: nobody decides again only to tell it."""
    decision = Decision.objects.filter(referral_id=event.referral).order_by("-at", "pk").first()
    if decision is None:
        return
    check = PartnerCheck.objects.select_related("agency", "referral__contact").get(pk=event.check)
    by = decider(decision.by, event.at)
    decision_ref = f"decision:{decision.pk}"
    words = "" if decision.outcome in packs.current(at=event.at).outcomes else USED
    tell_contributor(check, check.referral.contact, decision_ref, decision.outcome, by, event.at, words=words)


def tell_after_withdrawal(event: CheckWithdrawn) -> None:
    """An agency whose check was taken back before it answered hears that it may let go of the request."""
    check = PartnerCheck.objects.select_related("agency", "referral__contact").get(pk=event.check)
    tell_contributor(
        check, check.referral.contact, check.ref, "", decider(event.by, event.at), event.at, words=WITHDRAWN
    )


def tell_after_answer(event: ContactAnswered) -> None:
    """The referrer hears what came of a concern that was answered without a referral."""
    contact = Contact.objects.get(pk=event.contact)
    tell_referrer(contact, contact.ref, event.outcome, decider(event.by, event.at), event.at)


def tell_after_passing_on(event: PassedToWorker) -> None:
    """The referrer hears that the worker who knows the family has it."""
    contact = Contact.objects.get(pk=event.contact)
    # Not the answer: should the hub take it back and answer it, the referrer hears that too.
    tell_referrer(contact, f"passed:{contact.pk}", "continue_open", decider(event.by, event.at), event.at)


def tell_after_done(event: PassedConcernDone) -> None:
    """The practitioner who told us hears that the child's own team has acted on it. Anybody else heard at the passing all
    that may be said."""
    contact = Contact.objects.get(pk=event.contact)
    if Referrer.objects.filter(contact=contact, kind=Referrer.Kind.PRACTITIONER).exists():
        by = decider(event.by, event.at)
        tell_referrer(contact, f"passed-done:{contact.pk}", "continue_open", by, event.at, words=DONE)
