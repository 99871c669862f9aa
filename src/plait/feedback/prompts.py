"""What feedback notices: somebody still has to be told, and somebody's disagreement waits for its answer."""

from django.utils import timezone

from plait.base.packs.schema.prompts import PromptRule
from plait.base.prompts.events import Evidence, FactsAbout, InSight
from plait.base.prompts.refs import ids_by_kind
from plait.base.prompts.rules import Detector, Fact, Found, Story, found_on
from plait.feedback.access import feedback_to_settle, visible_disagreements
from plait.feedback.models import Disagreement, FeedbackTask
from plait.referrals.models import Contact, ContactPerson


def still_to_tell(story: Story, rule: PromptRule) -> Found | None:
    """Somebody who told us or helped waits for a person to tell them what came of it, longer than the area allows."""
    return _waiting(story, "held", rule)


def disagreement_waits(story: Story, rule: PromptRule) -> Found | None:
    """Somebody disagrees with what came of it, and nobody has answered with reasons."""
    return _waiting(story, "unanswered", rule)


def _waiting(story: Story, kind: str, rule: PromptRule) -> Found | None:
    return found_on(*(one.ref for one in story.of(kind) if (story.on - one.day).days >= rule.numbers["days"]))


DETECTORS: dict[str, Detector] = {"still-to-tell": still_to_tell, "disagreement-waits": disagreement_waits}


def facts_about(question: FactsAbout) -> list[Fact]:
    """The answer to `base.prompts.FactsAbout`. Nothing of the closed list."""
    contacts = ContactPerson.objects.filter(
        description__person_id__in=question.known_as,
        role=ContactPerson.Role.CHILD,
        contact__route=Contact.Route.STANDARD,
    ).values("contact_id")
    held = FeedbackTask.objects.filter(contact_id__in=contacts, status=FeedbackTask.Status.HELD)
    waits = Disagreement.objects.filter(task__contact_id__in=contacts, answered_at__isnull=True)
    return [
        *(Fact("held", timezone.localdate(one.made_at), one.ref) for one in held),
        *(Fact("unanswered", timezone.localdate(one.at), f"disagreement:{one.pk}") for one in waits),
    ]


def in_sight(question: InSight) -> dict[str, Evidence]:
    """By the same lists as the hub's pages about feedback. Never says who waits, or who disagrees."""
    ids, by, at = ids_by_kind(question.refs), question.by, question.at
    shown = {}
    if ids.get("feedback"):
        for task in feedback_to_settle(by, at=at).filter(pk__in=ids["feedback"]):
            shown[task.ref] = Evidence(f"Feedback with reference {task.reference}, held")
    if ids.get("disagreement"):
        for said in (
            visible_disagreements(by, at=at).filter(pk__in=ids["disagreement"]).select_related("task")
        ):
            shown[f"disagreement:{said.pk}"] = Evidence(
                f"A disagreement with reference {said.task.reference}"
            )
    return shown
