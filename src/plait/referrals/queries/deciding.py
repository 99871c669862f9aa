"""What a decision rests on: who was asked, what is out, who told us, whom it may go to."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from plait.agencies.models import Team
from plait.base.access.written import Written
from plait.base.packs import Pack
from plait.base.packs.schema.outcomes import Outcome
from plait.referrals.models import ContactPerson, Decision, PartnerCheck, Referral, Referrer
from plait.referrals.rules import Outstanding

NOT_ASKED = " (not asked yet)"
WAITING = (PartnerCheck.Status.ASKED, PartnerCheck.Status.OPENED)


def told_by(contact_id: object) -> str:
    """The actor id of whoever raised the concern, or nothing for callers who are no practitioner of Plait."""
    row: Referrer | None = _referrer.first(str(contact_id))
    if row is None:
        return ""
    return str(row.practitioner_id) if row.practitioner_id is not None else row.mailbox_link


@Written
def _referrer(contact_id: str) -> QuerySet[Referrer]:
    return Referrer.objects.filter(contact_id=contact_id).order_by("pk")[:1]


def children_of(contact_id: object) -> list[str]:
    """Person ids of every child the concern speaks of, in its order."""
    return list(dict.fromkeys(str(person) for person in _children_of.rows(str(contact_id))))


@Written
def _children_of(contact_id: str) -> QuerySet[ContactPerson, Any]:
    rows = ContactPerson.objects.filter(
        contact_id=contact_id, role__in=[ContactPerson.Role.CHILD, ContactPerson.Role.OTHER_CHILD]
    ).order_by("order", "pk")
    return rows.values_list("description__person_id", flat=True)


def everybody_in(contact_id: UUID) -> list[str]:
    """Person ids of everybody the concern speaks of."""
    return [str(one) for one in _everybody_in.rows(contact_id)]


@Written
def _everybody_in(contact_id: UUID) -> QuerySet[ContactPerson, Any]:
    return ContactPerson.objects.filter(contact_id=contact_id).values_list(
        "description__person_id", flat=True
    )


def cited(referral: Referral, check_ids: Sequence[str]) -> list[dict[str, str]]:
    """Those of these questions that were answered on this referral, with the name of the agency today."""
    answered = PartnerCheck.objects.filter(referral=referral, status=PartnerCheck.Status.ANSWERED)
    wanted = {str(one) for one in check_ids}
    found = answered.select_related("agency").order_by("asked_at", "pk")
    return [{"check": str(one.pk), "agency": one.agency.name} for one in found if str(one.pk) in wanted]


def mandatory_out(referral: Referral, pack: Pack) -> list[Outstanding]:
    """Mandatory checks without an answer: asked and still out, or called for by the rating and never asked."""
    checks = list(
        PartnerCheck.objects.filter(referral=referral).select_related("agency").order_by("agency__name", "pk")
    )
    return outstanding_among(checks, rating=referral.contact.rating, pack=pack)


def outstanding_among(checks: Sequence[PartnerCheck], *, rating: str, pack: Pack) -> list[Outstanding]:
    """The same, from checks that were read already."""
    out = [
        Outstanding(agency_name=check.agency.name, due="")
        for check in checks
        if check.mandatory and check.status in WAITING
    ]
    called_for = not_asked_among(checks, rating=rating, pack=pack)
    return [*out, *(Outstanding(agency_name=f"{label}{NOT_ASKED}", due="") for label in called_for)]


def not_asked_among(checks: Sequence[PartnerCheck], *, rating: str, pack: Pack) -> list[str]:
    """Kinds of agency that the rating calls for and nobody has asked, in the area's words."""
    asked = [check.agency.kind for check in checks if check.status != PartnerCheck.Status.WITHDRAWN]
    called = {name for kind in asked for name in _called(pack, kind)}
    # Not rated, or rated by a scheme that is no more: as the most urgent, so that leaving the rating out skips no check.
    rated = next((one for one in pack.ratings if one.code == rating), pack.ratings[0])
    missing = [kind for kind in rated.mandatory_partners if kind not in called]
    return [pack.partners[kind].label if kind in pack.partners else kind for kind in missing]


def _called(pack: Pack, kind: str) -> frozenset[str]:
    partner = pack.partners.get(kind)
    return frozenset({kind}) | (partner.is_called() if partner else frozenset())


def teams_that_may_accept(chosen: Outcome) -> list[Team]:
    """Teams of the kind, in agencies of the kind, that the outcome names; none where it names nobody."""
    if not chosen.accepting_team:
        return []
    return list(
        Team.objects.select_related("agency")
        .filter(kind=chosen.accepting_team, agency__kind=chosen.accepting_agency)
        .order_by("agency__name", "name")
    )


def last_decision(referral_id: object) -> Decision | None:
    """What was decided last."""
    found: Decision | None = _last_decision.first(str(referral_id))
    return found


@Written
def _last_decision(referral_id: str) -> QuerySet[Decision]:
    rows = Decision.objects.filter(referral_id=referral_id).select_related("next_team__agency")
    return rows.order_by("-at", "pk")[:1]


def team_asked(referral: Referral) -> Team | None:
    """The team that the last decision asked to accept."""
    decision = last_decision(referral.pk)
    return decision.next_team if decision else None
