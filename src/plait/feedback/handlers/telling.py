"""Telling one recipient, once for each decision or move."""

from datetime import datetime

from plait.agencies import queries as agencies
from plait.base.audit.actor import Actor
from plait.feedback.actions.promise_feedback import promise_feedback
from plait.feedback.models import FeedbackTask
from plait.feedback.queries.telling import contributing, kind_of, recipient_of, telling_of
from plait.referrals.models import Contact, PartnerCheck, Referrer


def tell_contributor(
    check: PartnerCheck,
    contact: Contact,
    decision_ref: str,
    outcome: str,
    by: Actor,
    at: datetime,
    *,
    words: str = "",
    changed: str = "",
) -> None:
    """How its answer was used, with what it `changed` where the decision rests on it; or that it may let go of the request."""
    kind = kind_of(check)
    told = FeedbackTask.objects.filter(about=check.ref)
    if kind == "knew_nothing":
        told, changed = told.filter(kind=kind), ""
    # "Dispose of the request" is said once; how information was used is said for every decision it was used in.
    if told.exists() if kind == "knew_nothing" else told.filter(decision_ref=decision_ref).exists():
        return
    promise_feedback(
        contact=contact,
        decision_ref=decision_ref,
        outcome=outcome,
        telling=contributing(check, contact, kind="cited" if changed else kind, words=words, also=changed),
        by=by,
        at=at,
    )


def tell_referrer(
    contact: Contact, decision_ref: str, outcome: str, by: Actor, at: datetime, *, words: str = ""
) -> None:
    """What came of it, once for each decision; in these `words` where the pack's outcome has none for it."""
    referrer = Referrer.objects.select_related("practitioner", "agency").filter(contact=contact).first()
    if referrer is None or FeedbackTask.objects.filter(about=contact.ref, decision_ref=decision_ref).exists():
        return
    promise_feedback(
        contact=contact,
        decision_ref=decision_ref,
        outcome=outcome,
        telling=telling_of(referrer, contact, recipient_of(referrer, contact), words=words),
        by=by,
        at=at,
    )


def decider(practitioner_id: str, at: datetime) -> Actor:
    """Whoever decided, as somebody who acts now."""
    return agencies.actor_for(agencies.practitioner(practitioner_id), at=at)
