"""What is noticed about families who move or are missed: a second area asked about the same child, and word of a missing family
is out and nobody saw the child. Only of what was asked openly, and of nobody who hides."""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from plait.base.access.stand_ins import some_ids
from plait.base.access.written import Written
from plait.base.packs.schema.prompts import PromptRule
from plait.base.prompts.events import Evidence, FactsAbout, InSight
from plait.base.prompts.refs import ids_by_kind
from plait.base.prompts.rules import Detector, Fact, Found, Story, found_on
from plait.handover.access.alerting import visible_alerts
from plait.handover.models import AlertOf, AskReceived, MissingAlert
from plait.handover.queries.alerting import hides_now as alerts_hide_now
from plait.handover.queries.discovery import hides_now
from plait.people.access import may_be_opened

LIVE = MissingAlert.State.LIVE


def asked_from_two_areas(story: Story, rule: PromptRule) -> Found | None:
    """Two different areas have asked about this child: the family may move, and move again."""
    asked = story.of("area-asked", days=rule.numbers["days"])
    areas = {one.code for one in asked}
    return found_on(*(one.ref for one in asked), count=len(areas)) if len(areas) > 1 else None


def missing_unseen(story: Story, rule: PromptRule) -> Found | None:
    """Word that the family is missing has been out for some days, or ended by itself, and nobody saw the child."""
    since = [one for one in story.of("missing") if (story.on - one.day).days >= rule.numbers["days"]]
    return found_on(*(one.ref for one in since))


DETECTORS: dict[str, Detector] = {
    "asked-from-two-areas": asked_from_two_areas,
    "missing-unseen": missing_unseen,
}


def facts_about(question: FactsAbout) -> list[Fact]:
    """The answer to `base.prompts.FactsAbout`. Which area it was no fact says: only whether two are one."""
    people = some_ids(question.known_as)
    asked = [
        Fact("area-asked", timezone.localdate(one.arrived_at), one.ref, code=_blind(one.code))
        for one in _asked.rows(people)
    ]
    return asked + [
        Fact(
            "missing",
            timezone.localdate(one.signed_at),
            one.ref,
            code="live" if one.state == LIVE else "unseen",
        )
        for one in _missed.rows(people)
        if one.signed_at is not None
    ]


def in_sight(question: InSight) -> dict[str, Evidence]:
    """What areas asked openly, for whoever may open the child."""
    ids = ids_by_kind(question.refs).get("ask-received", ())
    rows = list(_open(AskReceived.objects.filter(pk__in=ids))) if ids else []
    opens = may_be_opened(question.by, {str(one.person) for one in rows}, at=question.at) if rows else set()
    asked = {
        one.ref: Evidence(
            f"{one.name} asked on {_on(one.arrived_at)}", reverse("person-other-areas", args=[one.person])
        )
        for one in rows
        if str(one.person) in opens
    }
    return asked | _alerts_in_sight(question, ids_by_kind(question.refs).get("missing", ()))


def _alerts_in_sight(question: InSight, ids: Iterable[str]) -> dict[str, Evidence]:
    """Word of a missing family, for whoever may read it still."""
    rows = list(visible_alerts(question.by, at=question.at).filter(_stands(), pk__in=ids)) if ids else []
    return {
        one.ref: Evidence(
            f"Word of a missing family, out since {_on(one.signed_at)}",
            reverse("missing-family", args=[one.pk]),
        )
        for one in rows
        if one.signed_at is not None
    }


@Written
def _asked(people: tuple[UUID, ...]) -> QuerySet[AskReceived]:
    return _open(AskReceived.objects.filter(person__in=people)).order_by("arrived_at", "pk")


@Written
def _missed(people: tuple[UUID, ...]) -> QuerySet[MissingAlert]:
    about = AlertOf.objects.filter(person__in=people)
    return MissingAlert.objects.filter(_stands(), pk__in=about.values("alert_id")).order_by("signed_at", "pk")


def _stands() -> Q:
    """Ours, signed, about nobody who hides by now; still out, or ended by itself and nobody found."""
    unseen = Q(state=LIVE) | Q(state=MissingAlert.State.ENDED, ended_by="", hid=False)
    return Q(side=MissingAlert.Side.OUT, signed_at__isnull=False) & unseen & ~alerts_hide_now()


def _open(rows: QuerySet[AskReceived]) -> QuerySet[AskReceived]:
    return rows.filter(~hides_now(), quiet=False, says="known")


def _blind(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()[:16]


def _on(moment: datetime) -> str:
    local = timezone.localtime(moment)
    return f"{local.day} {local:%B %Y}"
