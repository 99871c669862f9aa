"""What was shared on its legal basis alone, since a child was in danger and no agreement said it: for a look afterwards."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from plait.agencies.models import Practitioner
from plait.privacy.models import LookedAt
from plait.sharing.models import SharingDecision
from plait.sharing.queries.family import leads_to

ALONE = "protection-first"  # how `sharing.rules.weigh` calls it
LEFT = (SharingDecision.Outcome.SHARE, SharingDecision.Outcome.PART)


def passed_alone(agency_id: str, *, looked: bool) -> QuerySet[SharingDecision]:
    """By this agency, or by any where none is given; those somebody has looked at, or those that wait. The oldest first."""
    rows = SharingDecision.objects.filter(reason=ALONE, outcome__in=LEFT)
    if agency_id:
        rows = rows.filter(from_agency=agency_id)
    seen = LookedAt.objects.values("decision_id")
    rows = rows.filter(pk__in=seen) if looked else rows.exclude(pk__in=seen)
    return rows.order_by("decided_at", "pk")


def people_of(rows: Iterable[SharingDecision]) -> dict[UUID, set[str]]:
    """For each, those it is about: under the ids that stood then, and those that stand for them now."""
    named = {row.pk: {str(one) for one in row.people} for row in rows}
    now = leads_to(one for ids in named.values() for one in ids)
    return {key: ids | {now[one] for one in ids} for key, ids in named.items()}


def looked_at(rows: Iterable[SharingDecision]) -> dict[UUID, LookedAt]:
    """What was said about each of these, where somebody has looked."""
    found = LookedAt.objects.filter(decision__in=[row.pk for row in rows])
    return {one.decision_id: one for one in found}


def deciders(rows: Iterable[SharingDecision]) -> dict[str, Practitioner]:
    """Who decided each, where it was somebody with an account: a mailbox link has none."""
    ids = {row.decided_by for row in rows}
    named = Practitioner.objects.filter(pk__in=[one for one in ids if _is_id(one)])
    return {str(one.pk): one for one in named}


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
