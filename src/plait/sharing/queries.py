"""Reading items and what was shared. Visibility is applied here, once, for every page and print."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from plait.base.audit.actor import Actor
from plait.base.packs import Pack
from plait.base.packs.schema.gateways import ANYBODY
from plait.sharing.models import DisclosureItem, InformationItem, SharingDecision
from plait.sharing.rules import Gateway


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


def gateway_facts(pack: Pack, code: str) -> Gateway | None:
    """The gateway of the pack, in the facts that `sharing.rules.weigh` asks for; None when there is none of that code."""
    found = pack.gateways.get(code)
    if found is None:
        return None
    everyone = frozenset(pack.partners)
    recipients = _kinds(pack, found.recipient_types)
    if found.not_recipient_types:
        recipients = (recipients or everyone) - frozenset(found.not_recipient_types)
    return Gateway(
        code=found.code,
        effective_from=found.effective_from,
        effective_to=found.effective_to,
        holders=_kinds(pack, found.applies_to_agency_types),
        recipients=recipients,
        agreement_needed=found.consent_required == "yes",
    )


def fitting_gateway(pack: Pack, *, holder: str, recipient: str, on: date, prefer: str = "") -> Gateway | None:
    """The first gateway in force by which this kind of agency may tell that kind without the family's agreement: the
    preferred one if it fits, else the pack's order. None when there is none."""
    codes = [prefer, *(gateway.code for gateway in pack.gateways_for(holder, recipient, on))]
    for code in codes:
        facts = gateway_facts(pack, code)
        if (
            facts is not None
            and not facts.agreement_needed
            and (facts.effective_from is None or facts.effective_from <= on)
            and (facts.effective_to is None or on <= facts.effective_to)
            and (not facts.holders or holder in facts.holders)
            and (not facts.recipients or recipient in facts.recipients)
        ):
            return facts
    return None


def _kinds(pack: Pack, names: Iterable[str]) -> frozenset[str]:
    """The kinds of agency that a gateway's names stand for (`NHS` is every health provider); empty means everybody."""
    told = frozenset(names)
    if ANYBODY in told:
        return frozenset()
    return told | {kind for kind, partner in pack.partners.items() if partner.is_called() & told}
