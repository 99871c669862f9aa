"""Reading items and what was shared. Visibility is applied here, once, for every page and print."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q, QuerySet

from plait.base.audit.actor import Actor
from plait.sharing.models import DisclosureItem, InformationItem, SharingDecision


def readable_items(by: Actor) -> Q:
    """Items this reader may see among those of a record they may open: shareable ones, their own agency's, and sealed
    ones only for those who decide (role permission `decision:make`), never in a story, print or copy."""
    return Q(visibility="shareable") | Q(agency_id=by.agency)


def items_about(person_ids: Iterable[str], *, by: Actor) -> QuerySet[InformationItem]:
    """What is known of these people that this reader may see, oldest event first. Sealed items are not among them."""
    return (
        InformationItem.objects.filter(person_id__in=list(person_ids), superseded_at__isnull=True)
        .filter(readable_items(by))
        .exclude(visibility="sealed")
        .order_by("happened_on", "written_at", "pk")
    )


def sealed_items_from(source_refs: Iterable[str]) -> QuerySet[InformationItem]:
    """Sealed items given in answer to these checks: for the deciding page only."""
    return InformationItem.objects.filter(source_ref__in=list(source_refs), visibility="sealed").order_by(
        "written_at"
    )


def decisions_about(source_refs: Iterable[str]) -> QuerySet[SharingDecision]:
    """Sharing decisions of these records, newest first."""
    return SharingDecision.objects.filter(source_ref__in=list(source_refs)).order_by("-decided_at", "pk")


def lines_of(decision_id: str) -> QuerySet[DisclosureItem]:
    """What the recipient of a decision was given, line by line."""
    return DisclosureItem.objects.filter(disclosure__decision_id=UUID(decision_id)).order_by("pk")
