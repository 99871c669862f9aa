"""Whose feedback is it? The one who told us, or the safeguarding team of the agency that did or answered."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from plait.agencies.roles import may
from plait.base.access.verdict import Refused, hidden
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.feedback.models import FeedbackTask
from plait.people.access import conflicts_of
from plait.referrals.access import visible_contacts
from plait.referrals.models import ContactPerson


def my_feedback(by: Actor, *, at: datetime) -> QuerySet[FeedbackTask]:
    """Feedback sent to the reader or to the safeguarding team they answer for; never about somebody they declared
    that they know."""
    own = Q(actor=by.id)
    if by.kind == "practitioner":
        own |= Q(practitioner_id=by.id)
        if may(by, "check:answer"):
            own |= Q(agency_id=by.agency)
    about_conflict = ContactPerson.objects.filter(
        contact_id=OuterRef("contact_id"), description__person__in=conflicts_of(by).values("person_id")
    )
    return FeedbackTask.objects.filter(own, status=FeedbackTask.Status.SENT).exclude(Exists(about_conflict))


def open_feedback(by: Actor, task_id: str, *, at: datetime) -> FeedbackTask:
    """One piece of feedback, for the one it was sent to."""
    found = my_feedback(by, at=at).filter(pk=task_id).first()
    if found is None:
        raise Refused(hidden("not-theirs"), about=f"feedback:{task_id}")
    record(act="feedback:read", about=[found.ref, found.about], by=by, at=at, fields=("content",))
    return found


def feedback_to_settle(by: Actor, *, at: datetime) -> QuerySet[FeedbackTask]:
    """Feedback that waits for a person of the hub: unsafe, unreachable or anonymous."""
    return FeedbackTask.objects.filter(
        status=FeedbackTask.Status.HELD, contact__in=visible_contacts(by, at=at)
    ).order_by("made_at", "pk")


def open_task_to_settle(by: Actor, task_id: str, *, at: datetime) -> FeedbackTask:
    """A held task, for somebody who works on the concern."""
    found = (
        FeedbackTask.objects.filter(contact__in=visible_contacts(by, at=at))
        .select_related("contact__referrer")
        .filter(pk=task_id)
        .first()
    )
    if found is None:
        raise Refused(hidden("not-involved"), about=f"feedback:{task_id}")
    record(
        act="feedback:settle-read", about=[found.ref, found.about], by=by, at=at, fields=("content", "source")
    )
    return found
