"""Reading legs, and the facts from which they are drawn. Whoever calls has passed `access.legs` or `access.handing`."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from django.db.models import Q

from plait.base.clock import LONDON
from plait.feedback.queries.telling import kind_of
from plait.handover.life import LEG, OUT_STILL
from plait.handover.models import Handover, Leg, LegWord
from plait.handover.queries.handing import is_protected
from plait.handover.queries.hiding import WORKS, abuse_known
from plait.handover.queries.packing import Packed
from plait.handover.rules.legs import OVER, ChildFact, LegFacts, MoveFacts, StillOut
from plait.handover.rules.offering import Offer
from plait.handover.wire.legs import VERBS
from plait.handover.wire.package import Someone
from plait.people.models import Involvement, Person
from plait.people.queries.reaching import barred_agencies
from plait.referrals.models import PartnerCheck


def move_facts(package: Packed, offer: Offer, *, at: datetime) -> MoveFacts:
    """From what the package says of the children, and of domestic abuse; and from what the record knows of it."""
    today, core = at.astimezone(LONDON).date(), package.core
    abuse = core.item("abuse")
    hidden = any(one.protected for one in (*core.children, *core.adults))
    return MoveFacts(
        children=tuple(_child(one, today) for one in core.children),
        basis=offer.basis,
        temporary=offer.temporary,
        abuse=hidden or bool(abuse and abuse.rows) or abuse_known(package.refs.values()),
    )


def _child(one: Someone, today: date) -> ChildFact:
    if not one.born_on:
        return ChildFact(one.ref, unborn=bool(one.expected_on))
    born = date.fromisoformat(one.born_on)
    return ChildFact(one.ref, today.year - born.year - ((today.month, today.day) < (born.month, born.day)))


def legs_on(handover: Handover) -> list[Leg]:
    """Its legs: what cannot wait first, then in the order of the pack (as they were made)."""
    found = handover.legs.select_related("team__agency").prefetch_related("said")
    return sorted(found, key=lambda one: (not one.before_arrival, one.label, one.about, str(one.pk)))


def still_out(contact_id: object) -> list[Leg]:
    """Legs of this concern's handovers that nobody over there has by name; none of a handover that was taken or given back."""
    rows = Leg.objects.filter(handover__contact_id=str(contact_id), status__in=OUT_STILL)
    rows = rows.exclude(handover__status__in=OVER).select_related("handover")
    return list(rows.order_by("label", "handover__at", "pk"))


def out_at_closing(contact_id: object) -> list[StillOut]:
    """The same, as closing is asked about them."""
    legs = still_out(contact_id)
    hidden = bool(legs) and is_protected(legs[0].handover)
    return [StillOut(one.label, hidden) for one in legs]


def words_of(leg: Leg) -> list[LegWord]:
    """Everything both sides said of it, the oldest first."""
    return sorted(leg.said.all(), key=lambda one: (one.at, one.number, str(one.pk)))


def leg_facts(leg: Leg) -> LegFacts:
    """What matters for a word of ours."""
    side: Literal["out", "in"] = "out" if leg.handover.side == Handover.Side.OUT else "in"
    return LegFacts(
        leg.status, side, leg.handover.status, by_voice=leg.by_voice, protected=is_protected(leg.handover)
    )


def people_of(leg: Leg) -> list[str]:
    """Whom a leg is about: the child it names, or every child of the package."""
    refs = leg.handover.refs
    if leg.about:
        return [refs[leg.about]] if leg.about in refs else []
    return [person for ref, person in refs.items() if ref.startswith("c")]


def teams_of(legs: Sequence[Leg], *, at: datetime) -> dict[UUID, UUID]:
    """The service here for each leg: the newest team of that kind of agency that works with the child. An agency that was asked
    and knew nothing does not; nor is one told whose mailbox is read by somebody from whom a child is protected."""
    people = {person for leg in legs for person in people_of(leg)}
    kinds = {kind for leg in legs for kind in leg.tells}
    if not people or not kinds or Person.objects.filter(pk__in=people, restricted=True).exists():
        return {}
    live = Q(from_at__lte=at) & (Q(to_at__isnull=True) | Q(to_at__gt=at))
    rows = Involvement.objects.filter(
        live, person_id__in=people, team__agency__kind__in=kinds, kind__in=(*WORKS, "asked")
    ).select_related("team__agency")
    helped, barred = _helped(rows), barred_agencies(people)
    found: dict[UUID, UUID] = {}
    for row in rows.order_by("from_at", "pk"):
        assert row.team is not None
        if (row.kind == "asked" and row.source_id not in helped) or str(row.team.agency_id) in barred:
            continue
        for leg in legs:
            if row.team.agency.kind in leg.tells and str(row.person_id) in people_of(leg):
                found[leg.pk] = row.team.pk
    return found


def _helped(rows: Iterable[Involvement]) -> set[UUID]:
    asked = [row.source_id for row in rows if row.kind == "asked"]
    return {check.pk for check in PartnerCheck.objects.filter(pk__in=asked) if kind_of(check) == "helped"}


def able_to_say(facts: LegFacts) -> list[str]:
    """What may be said of it now, on this side."""
    if facts.handover in OVER:
        return []
    return [
        verb
        for verb in VERBS
        if LEG.may(verb, now=facts.status) and not (verb == "pass on" and facts.side == "in")
    ]
