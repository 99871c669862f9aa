"""Owners with whom something may stand in the way, found from the few for whom something changed: whoever left or is away, whom
somebody declared, who is restricted. So a round of the worker reads through nobody else's, however many are open."""

from collections import defaultdict
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from plait.agencies.duty import absences
from plait.agencies.models import Membership, Practitioner
from plait.agencies.queries import actor_for
from plait.escalation.models import Challenge, Disputed, Escalation, EscalationStage, Owner
from plait.escalation.rules import ARBITRATOR
from plait.escalation.store.owners import disputed_of
from plait.people.access import is_unreachable
from plait.people.models import Description, Person
from plait.referrals.models import ContactPerson
from plait.referrals.queries.leading import concerns_somebody_declared

Here = dict[UUID, set[UUID]]  # who of a team is at work and not away
WITH = ("stage__escalation", "challenge", "practitioner__agency", "team")


def may_be_unfit(*, at: datetime) -> QuerySet[Owner]:
    """Every owner of whom `owners.still_fits` must be asked now; whoever is not among them fits."""
    now = Owner.objects.filter(to_at__isnull=True)
    away = absences(at=at).order_by().values("practitioner")
    people = Practitioner.objects.filter(
        Q(left_at__lte=at) | Q(suspended_at__lte=at) | Q(agency__ended_at__lte=at) | Q(pk__in=away)
    )
    here = _who_is_there(at=at)
    found = [now.filter(practitioner__in=people.values("pk")), *_of_teams(now, here)]
    first, *others = (one.values("pk") for one in found)
    few = {*first.union(*others).values_list("pk", flat=True), *_from_whom_it_is_kept(now, here, at=at)}
    return Owner.objects.filter(pk__in=few).select_related(*WITH).order_by("from_at", "pk")


def _from_whom_it_is_kept(now: QuerySet[Owner], here: Here, *, at: datetime) -> list[UUID]:
    """Owners of what is about somebody declared or restricted, for whom it is not there. Asked once for everybody who owns such
    a thing, not once for each thing."""
    few = Q(contact_id__in=concerns_somebody_declared()) | Q(contact_id__in=_concerns_of_restricted())
    owners = [owner for some in _disputes(now, few) for owner in some.select_related(*WITH)]
    who: dict[UUID, set[UUID]] = {}
    contacts: dict[UUID, set[UUID]] = defaultdict(set)
    for owner in owners:
        if owner.team_id is not None:
            who[owner.pk] = here[owner.team_id]
        else:
            who[owner.pk] = {owner.practitioner_id} if owner.practitioner_id is not None else set()
        for one in who[owner.pk]:
            contacts[one].add(_disputed(owner).contact_id)
    people = Practitioner.objects.select_related("agency").filter(pk__in=contacts)
    kept = {one.pk: _kept_from(one, contacts[one.pk], at=at) for one in people}
    return [
        owner.pk for owner in owners if owner.ref != ARBITRATOR and not _somebody(owner, who[owner.pk], kept)
    ]


def _somebody(owner: Owner, people: set[UUID], kept: dict[UUID, set[UUID]]) -> bool:
    """Is it there for anybody of these who neither decided it nor disagrees?"""
    of = _disputed(owner)
    parted = {of.decider, of.by} if owner.team_id else set()
    return any(of.contact_id not in kept[one] and str(one) not in parted for one in people)


def _kept_from(person: Practitioner, contacts: set[UUID], *, at: datetime) -> set[UUID]:
    rows = ContactPerson.objects.filter(contact_id__in=contacts)
    hidden = rows.filter(is_unreachable(actor_for(person, at=at), at=at, through="description__person"))
    return set(hidden.values_list("contact_id", flat=True))


def _disputed(owner: Owner) -> Disputed:
    of = owner.stage or owner.challenge
    assert of is not None
    return disputed_of(of)


def _disputes(now: QuerySet[Owner], disputed: Q) -> list[QuerySet[Owner]]:
    """Of these owners, those of disagreements and of challenges to which that applies."""
    stages = EscalationStage.objects.filter(
        escalation_id__in=Escalation.objects.filter(disputed).values("pk")
    )
    return [
        now.filter(stage_id__in=stages.values("pk")),
        now.filter(challenge_id__in=Challenge.objects.filter(disputed).values("pk")),
    ]


def _concerns_of_restricted() -> QuerySet[ContactPerson, UUID]:
    told = Description.objects.filter(person_id__in=Person.objects.filter(restricted=True).values("pk"))
    return ContactPerson.objects.filter(description_id__in=told.values("pk")).values_list(
        "contact_id", flat=True
    )


def _of_teams(now: QuerySet[Owner], here: Here) -> list[QuerySet[Owner]]:
    """A team owns what somebody in it could. Only where nobody is there, or so few that they may all have decided it or
    disagree, can it own something no more without anybody being declared or restricted."""
    own = now.filter(team__isnull=False).order_by().values_list("team_id", flat=True).distinct()
    found = []
    for team in own:
        people = [str(one) for one in here[team]]
        if not people:
            found.append(now.filter(team_id=team))
        elif len(people) <= 2:  # one may have decided it, the other disagree
            found += _disputes(now.filter(team_id=team), Q(decider__in=people) | Q(by__in=people))
    return found


def _who_is_there(*, at: datetime) -> Here:
    away = absences(at=at).order_by().values("practitioner")
    still = Q(to_at__isnull=True) | Q(to_at__gt=at)
    rows = (
        Membership.objects.filter(still, from_at__lte=at, practitioner__left_at__isnull=True)
        .exclude(practitioner__suspended_at__lte=at)
        .exclude(practitioner__agency__ended_at__lte=at)
        .exclude(practitioner__in=away)
    )
    here: Here = defaultdict(set)
    for team, person in rows.values_list("team_id", "practitioner_id"):
        here[team].add(person)
    return here
