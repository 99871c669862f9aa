"""What the register notices: nobody was reached; it slips and nothing follows; it was said to hold and somebody is concerned."""

from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone

from plait.base.packs.schema.prompts import PromptRule
from plait.base.prompts.events import Evidence, FactsAbout, InSight
from plait.base.prompts.refs import ids_by_kind
from plait.base.prompts.rules import Detector, Fact, Found, Story, found_on
from plait.referrals.models import Contact, ContactPerson
from plait.stepdown.access import visible_stepdowns
from plait.stepdown.models import LookedAgain, StepDown


def not_reached(story: Story, rule: PromptRule) -> Found | None:
    """Help got less, and whoever looked last could not see or reach the family."""
    watched = _watched(story)
    last = {one.ref: one for one in story.of("looked")}
    return found_on(*(ref for ref, one in last.items() if ref in watched and one.code in rule.codes))


def slipping(story: Story, rule: PromptRule) -> Found | None:
    """Something slips, or somebody was concerned since the last look, and for days nobody has looked again or begun anything."""
    due = story.on - timedelta(days=rule.numbers["days"])
    out: list[str] = []
    for ref, since in _watched(story).items():
        looks = [one for one in story.of("looked") if one.ref == ref]
        seen = looks[-1].day if looks else since
        if looks and looks[-1].code in rule.codes and seen <= due:
            out.append(ref)
        new = [one.ref for one in story.of("concern") if seen < one.day <= due]
        out += [ref, *new] if new else []
    return found_on(*out)


def said_to_hold(story: Story, rule: PromptRule) -> Found | None:
    """It was said to hold, and soon afterwards somebody was concerned all the same."""
    most = timedelta(days=rule.numbers["days"])
    out: list[str] = []
    for looked in (one for one in story.of("looked") if one.code in rule.codes):
        for told in story.of("concern"):
            if looked.day < told.day <= looked.day + most:
                out += [looked.ref, told.ref]
    return found_on(*out)


def _watched(story: Story) -> dict[str, date]:
    """Every step down that is watched still, and since when."""
    ended = {one.ref for one in story.of("watch-ended")}
    return {one.ref: one.day for one in story.of("stepped-down") if one.ref not in ended}


DETECTORS: dict[str, Detector] = {
    "not-reached": not_reached,
    "slipping": slipping,
    "said-to-hold": said_to_hold,
}


def facts_about(question: FactsAbout) -> list[Fact]:
    """The answer to `base.prompts.FactsAbout`, in two queries. Nothing of the closed list."""
    contacts = ContactPerson.objects.filter(
        description__person_id__in=question.known_as,
        role=ContactPerson.Role.CHILD,
        contact__route=Contact.Route.STANDARD,
    ).values("contact_id")
    found = list(StepDown.objects.filter(referral__contact_id__in=contacts).order_by("made_at", "pk"))
    facts = []
    for one in found:
        if one.begun_at is not None:
            facts.append(Fact("stepped-down", timezone.localdate(one.begun_at), one.ref))
        if one.ended_at is not None:
            facts.append(Fact("watch-ended", timezone.localdate(one.ended_at), one.ref))
    looks = LookedAgain.objects.filter(stepdown__in=found).order_by("at", "pk") if found else ()
    return facts + [
        Fact("looked", timezone.localdate(one.at), f"stepdown:{one.stepdown_id}", code=one.standing)
        for one in looks
    ]


def in_sight(question: InSight) -> dict[str, Evidence]:
    """By the same filter as the register and its pages."""
    ids, by, at = ids_by_kind(question.refs), question.by, question.at
    if not ids.get("stepdown"):
        return {}
    rows = visible_stepdowns(by, at=at).filter(pk__in=ids["stepdown"])
    return {
        one.ref: Evidence(f"Step down {one.reference}", reverse("stepdown", args=[one.pk])) for one in rows
    }
