"""What a lead's desk reads: in a fixed number of queries, however many children."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from plait.agencies.models import Practitioner, Team
from plait.agencies.queries import nothing_opens_to
from plait.base.access.written import Written
from plait.base.audit.actor import Actor
from plait.base.clock.models import RunningClock
from plait.base.clock.queries import clocks_for
from plait.people.models import DeclaredConflict, Description, Person
from plait.people.places import shielded_among
from plait.people.queries import name_of
from plait.referrals.models import ContactPerson, Decision, Referral
from plait.referrals.queries.agreed import how_many_overdue

MOST_ON_A_DESK = 200


@dataclass(frozen=True, slots=True)
class Led:
    """One referral of a desk, with what its row says."""

    referral: Referral
    children: list[str]
    outcome: str
    asked: Team | None
    clocks: list[RunningClock]
    people: list[Person]
    shielded: frozenset[str]
    overdue: int
    unled: bool


def cannot_lead() -> Q:
    """Of referrals: somebody accepted and cannot lead them now, because nothing opens to them any more (they left, are
    suspended, or their agency ended), or they declared that they know somebody the concern speaks of. For them it is not there;
    so it must be somebody else's to take over."""
    declared = "description__person__conflicts"
    knows = ContactPerson.objects.filter(
        contact_id=OuterRef("contact_id"),
        **{f"{declared}__practitioner_id": OuterRef("lead_id"), f"{declared}__ended_at__isnull": True},
    )
    return nothing_opens_to("lead") | Q(Exists(knows))


def without_a_lead() -> QuerySet[Referral]:
    """Of everything: led once, open still, and by nobody who can. Asked in every round of the worker, so it begins with the few
    who left and the few who declared something, and reads through nobody else's referrals."""
    still = Referral.objects.exclude(status=Referral.Status.CLOSED)
    few = _led_by_few.rows()
    # In two steps: a database would weigh it the other way round.
    return still.filter(cannot_lead(), pk__in=few) if few else Referral.objects.none()


@Written
def _led_by_few() -> QuerySet[Referral, Any]:
    still = Referral.objects.exclude(status=Referral.Status.CLOSED)
    left = still.filter(lead__in=Practitioner.objects.filter(nothing_opens_to()).values("pk"))
    known = still.filter(contact_id__in=concerns_somebody_declared())
    return left.values_list("pk", flat=True).union(known.values_list("pk", flat=True))


@Written
def concerns_somebody_declared() -> QuerySet[ContactPerson, UUID]:
    """The ids of concerns that speak of anybody whom a practitioner said that they know."""
    declared = DeclaredConflict.objects.filter(ended_at__isnull=True, person__isnull=False)
    told = Description.objects.filter(person_id__in=declared.values("person_id"))
    return ContactPerson.objects.filter(description_id__in=told.values("pk")).values_list(
        "contact_id", flat=True
    )


def led_by(visible: QuerySet[Referral], *, by: Actor, at: datetime) -> list[Led]:
    """Out of what the reader may open: referrals whose last decision asked a team of theirs, or that they or their team
    lead. Not those that are closed."""
    last = Decision.objects.filter(referral=OuterRef("pk")).order_by("-at", "pk")
    found = list(
        visible.filter(status__in=[one for one in Referral.Status if one != Referral.Status.CLOSED])
        .annotate(asked_team=Subquery(last.values("next_team__id")[:1]))
        .filter(Q(asked_team__in=list(by.teams)) | Q(lead_team_id__in=list(by.teams)) | Q(lead_id=by.id))
        .select_related("contact", "lead", "lead_team")
        .order_by("accepted_at", "pk")[:MOST_ON_A_DESK]
    )
    decided: dict[object, Decision] = {}
    for decision in (
        Decision.objects.filter(referral__in=found).select_related("next_team__agency").order_by("at", "-pk")
    ):
        decided[decision.referral_id] = decision
    children: dict[object, list[str]] = defaultdict(list)
    people: dict[object, list[Person]] = defaultdict(list)
    for person in (
        ContactPerson.objects.filter(contact__in=[one.contact_id for one in found])
        .exclude(role=ContactPerson.Role.ADULT)
        .select_related("description__person")
        .order_by("order", "pk")
    ):
        children[person.contact_id].append(name_of(person.description))
        people[person.contact_id].append(person.description.person)
    clocks: dict[str, list[RunningClock]] = defaultdict(list)
    for clock in clocks_for([one.ref for one in found]):
        clocks[clock.subject].append(clock)
    shielded = shielded_among(one for some in people.values() for one in some)
    overdue = how_many_overdue([one.pk for one in found], at=at)
    unled = set(
        Referral.objects.filter(cannot_lead(), pk__in=[one.pk for one in found]).values_list("pk", flat=True)
    )
    return [
        Led(
            referral=one,
            children=children[one.contact_id],
            outcome=decided[one.pk].outcome_label if one.pk in decided else "",
            asked=decided[one.pk].next_team if one.pk in decided else None,
            clocks=clocks[one.ref],
            people=people[one.contact_id],
            shielded=shielded,
            overdue=overdue.get(str(one.pk), 0),
            unled=one.pk in unled,
        )
        for one in found
    ]


def that_await(visible: QuerySet[Referral], *, by: Actor) -> QuerySet[Referral]:
    """Referrals whose last decision asked a team of the reader's that does not lead them, or not any more: one query."""
    last = Decision.objects.filter(referral=OuterRef("pk")).order_by("-at", "pk")
    asked = visible.filter(
        status__in=[one for one in Referral.Status if one != Referral.Status.CLOSED]
    ).annotate(asked_team=Subquery(last.values("next_team__id")[:1]))
    awaits = asked.filter(asked_team__in=list(by.teams))
    new = Q(lead_team_id__isnull=True) | ~Q(lead_team_id=F("asked_team"))
    return awaits.filter(new | cannot_lead())
