"""Reading feedback for pages and for the timeline."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q, QuerySet

from plait.agencies.queries import own_links
from plait.agencies.roles import may
from plait.base.audit.actor import Actor
from plait.feedback.access import feedback_to_settle, my_feedback, visible_disagreements
from plait.feedback.models import Disagreement, FeedbackTask


def told_about(refs: Iterable[str]) -> QuerySet[FeedbackTask]:
    """Every promise of feedback about these records (`contact:<id>`, `check:<id>`), oldest first."""
    return (
        FeedbackTask.objects.filter(about__in=list(refs))
        .select_related("practitioner__agency", "agency")
        .order_by("made_at", "pk")
    )


def told_on_contact(contact_id: str) -> QuerySet[FeedbackTask]:
    """Everyone who is told what came of one concern, oldest first."""
    return (
        FeedbackTask.objects.filter(contact_id=contact_id)
        .select_related("practitioner__agency", "agency")
        .prefetch_related("disagreements")
        .order_by("made_at", "pk")
    )


def disagreements_on(contact_id: str) -> QuerySet[Disagreement]:
    """What recipients disagree with, newest first; those not yet answered come with it."""
    return Disagreement.objects.filter(task__contact_id=contact_id).order_by("-at", "pk")


def unsettled(contact_id: str) -> int:
    """How many recipients still wait for a person to tell them, or to record why not."""
    return FeedbackTask.objects.filter(contact_id=contact_id, status=FeedbackTask.Status.HELD).count()


def own_disagreements(task_id: str, *, by: Actor) -> QuerySet[Disagreement]:
    """What the reader, or somebody of their agency's safeguarding team, said of this feedback, with the hub's answer."""
    said = Disagreement.objects.filter(task_id=task_id)
    if by.kind == "mailbox":
        said = said.filter(by__in=own_links(by.id))
    elif may(by, "check:answer"):
        said = said.filter(Q(by=by.id) | Q(agency_name=by.agency_name))
    else:
        said = said.filter(by=by.id)
    return said.order_by("-at", "pk")


def feedback_on_own(contact_ref: str, *, by: Actor, at: datetime) -> tuple[FeedbackTask | None, bool]:
    """The newest feedback on a concern that the reader raised, and whether it is theirs to read on screen (otherwise the
    hub tells them itself)."""
    sent = my_feedback(by, at=at).filter(about=contact_ref).order_by("-made_at", "pk").first()
    if sent is not None:
        return sent, True
    return FeedbackTask.objects.filter(about=contact_ref).order_by("-made_at", "pk").first(), False


def unread(by: Actor, *, at: datetime) -> int:
    """How many pieces of feedback the reader has not opened, for the navigation."""
    return my_feedback(by, at=at).filter(read_at__isnull=True).count()


def waiting_for_hub(by: Actor, *, at: datetime) -> int:
    """How many recipients still wait for a person of the hub, and how many disagreements for an answer."""
    held = feedback_to_settle(by, at=at).count()
    return held + visible_disagreements(by, at=at).filter(answered_at__isnull=True).count()
