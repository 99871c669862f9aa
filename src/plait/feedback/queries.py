"""Reading feedback for pages and for the timeline."""

from collections.abc import Iterable

from django.db.models import QuerySet

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
