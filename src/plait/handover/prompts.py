"""What is noticed about areas that ask: a second one asked about the same child. Only of what was asked openly."""

import hashlib
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from plait.base.packs.schema.prompts import PromptRule
from plait.base.prompts.events import Evidence, FactsAbout, InSight
from plait.base.prompts.refs import ids_by_kind
from plait.base.prompts.rules import Detector, Fact, Found, Story, found_on
from plait.handover.models import AskReceived
from plait.handover.queries.discovery import hides_now
from plait.people.access import may_be_opened


def asked_from_two_areas(story: Story, rule: PromptRule) -> Found | None:
    """Two different areas have asked about this child: the family may move, and move again."""
    asked = story.of("area-asked", days=rule.numbers["days"])
    areas = {one.code for one in asked}
    return found_on(*(one.ref for one in asked), count=len(areas)) if len(areas) > 1 else None


DETECTORS: dict[str, Detector] = {"asked-from-two-areas": asked_from_two_areas}


def facts_about(question: FactsAbout) -> list[Fact]:
    """The answer to `base.prompts.FactsAbout`. Which area it was no fact says: only whether two are one."""
    rows = _open(AskReceived.objects.filter(person__in=list(question.known_as)))
    return [
        Fact("area-asked", timezone.localdate(one.arrived_at), one.ref, code=_blind(one.code))
        for one in rows.order_by("arrived_at", "pk")
    ]


def in_sight(question: InSight) -> dict[str, Evidence]:
    """What areas asked openly, for whoever may open the child."""
    ids = ids_by_kind(question.refs).get("ask-received", ())
    rows = list(_open(AskReceived.objects.filter(pk__in=ids))) if ids else []
    opens = may_be_opened(question.by, {str(one.person) for one in rows}, at=question.at) if rows else set()
    return {
        one.ref: Evidence(
            f"{one.name} asked on {_on(one.arrived_at)}", reverse("person-other-areas", args=[one.person])
        )
        for one in rows
        if str(one.person) in opens
    }


def _open(rows: QuerySet[AskReceived]) -> QuerySet[AskReceived]:
    return rows.filter(~hides_now(), quiet=False, says="known")


def _blind(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()[:16]


def _on(moment: datetime) -> str:
    local = timezone.localtime(moment)
    return f"{local.day} {local:%B %Y}"
