"""Owners with whom something may stand in the way, found from the few for whom something changed: whoever left or is away, whom
somebody declared, who is restricted. So a round of the worker reads through nobody else's, however many are open."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from plait.agencies.duty import absences
from plait.agencies.models import Membership, Practitioner
from plait.agencies.queries import actor_for
from plait.agencies.roles import works_with_children
from plait.base.access.written import Written
from plait.escalation.models import Challenge, Disputed, Escalation, EscalationStage, Owner
from plait.escalation.rules import ARBITRATOR
from plait.escalation.store.owners import disputed_of
from plait.people.models import DeclaredConflict, Description, Involvement, Person
from plait.referrals.models import ContactPerson
from plait.referrals.queries.leading import concerns_somebody_declared

Here = dict[UUID, set[UUID]]  # who of a team is at work and not away
WITH = ("stage__escalation", "challenge", "practitioner__agency", "team")


def may_be_unfit(*, at: datetime) -> list[Owner]:
    """Every owner of whom `owners.still_fits` must be asked now; whoever is not among them fits."""
    here = _who_is_there(at=at)
    few = {*_gone_or_away(at=at), *_of_teams(here), *_from_whom_it_is_kept(here, at=at)}
    found = Owner.objects.filter(pk__in=few).select_related(*WITH).order_by("from_at", "pk")
    return list(found) if few else []


def _now() -> QuerySet[Owner]:
    return Owner.objects.filter(to_at__isnull=True)


def _gone_or_away(*, at: datetime) -> QuerySet[Owner, Any]:
    """Put anew each time: a plan that is kept would take a third of everybody for gone, and read through all owners."""
    away = absences(at=at).order_by().values("practitioner")
    people = Practitioner.objects.filter(
        Q(left_at__lte=at) | Q(suspended_at__lte=at) | Q(agency__ended_at__lte=at) | Q(pk__in=away)
    )
    return _now().filter(practitioner__in=people.values("pk")).values_list("pk", flat=True)


def _from_whom_it_is_kept(here: Here, *, at: datetime) -> list[UUID]:
    """Owners of what is about somebody declared or restricted, for whom it is not there. Asked once for everybody who owns such
    a thing, not once for each thing."""
    owners: list[Owner] = [*_stages_of_few.rows(), *_challenges_of_few.rows()]
    who: dict[UUID, set[UUID]] = {}
    contacts: dict[UUID, set[UUID]] = defaultdict(set)
    for owner in owners:
        if owner.team_id is not None:
            who[owner.pk] = here[owner.team_id]
        else:
            who[owner.pk] = {owner.practitioner_id} if owner.practitioner_id is not None else set()
        for one in who[owner.pk]:
            contacts[one].add(_disputed(owner).contact_id)
    kept = _kept_from(contacts, at=at) if contacts else {}
    return [
        owner.pk for owner in owners if owner.ref != ARBITRATOR and not _somebody(owner, who[owner.pk], kept)
    ]


def _few() -> Q:
    return Q(contact_id__in=concerns_somebody_declared()) | Q(contact_id__in=_concerns_of_restricted())


@Written
def _stages_of_few() -> QuerySet[Owner]:
    return _of_stages(_few()).select_related(*WITH)


@Written
def _challenges_of_few() -> QuerySet[Owner]:
    return _of_challenges(_few()).select_related(*WITH)


def _somebody(owner: Owner, people: set[UUID], kept: dict[UUID, set[UUID]]) -> bool:
    """Is it there for anybody of these who neither decided it nor disagrees?"""
    of = _disputed(owner)
    parted = {of.decider, of.by} if owner.team_id else set()
    return any(of.contact_id not in kept[one] and str(one) not in parted for one in people)


def _kept_from(contacts: dict[UUID, set[UUID]], *, at: datetime) -> dict[UUID, set[UUID]]:
    """Of these practitioners, from which of their concerns each is kept: `people.access.is_unreachable`, asked of all of them at
    once, in as many questions for many as for one (a test holds the two together)."""
    concerns = {one for some in contacts.values() for one in some}
    told = ContactPerson.objects.filter(contact_id__in=concerns).values_list(
        "contact_id",
        "description__person_id",
        "description__person__restricted",
        "description__person__custodian_id",
    )
    of: dict[UUID, list[tuple[UUID, bool, UUID | None]]] = defaultdict(list)
    for contact, person, restricted, custodian in told:
        of[contact].append((person, restricted, custodian))
    spoken_of = [one for some in of.values() for one in some]
    declared = set(
        DeclaredConflict.objects.filter(
            practitioner_id__in=contacts, person_id__in={one[0] for one in spoken_of}, ended_at__isnull=True
        ).values_list("practitioner_id", "person_id")
    )
    may_meet = _named(contacts, {one[0] for one in spoken_of if one[1]}, at=at)
    keeps = _keeping(contacts, {one[2] for one in spoken_of if one[1] and one[2] is not None}, at=at)

    def kept(practitioner: UUID, contact: UUID) -> bool:
        return any(
            (practitioner, person) in declared
            or (
                restricted
                and (practitioner, person) not in may_meet
                and (practitioner, custodian) not in keeps
            )
            for person, restricted, custodian in of[contact]
        )

    return {who: {one for one in some if kept(who, one)} for who, some in contacts.items()}


def _named(who: Iterable[UUID], people: set[UUID], *, at: datetime) -> set[tuple[UUID, UUID]]:
    still = Q(to_at__isnull=True) | Q(to_at__gt=at)
    rows = Involvement.objects.filter(
        still, from_at__lte=at, person_id__in=people, practitioner_id__in=list(who)
    )
    return set(rows.values_list("practitioner_id", "person_id")) if people else set()


def _keeping(who: Iterable[UUID], teams: set[UUID], *, at: datetime) -> set[tuple[UUID, UUID | None]]:
    """Who of these is in a team that keeps a record, and in a role that leads to records at all."""
    still = Q(to_at__isnull=True) | Q(to_at__gt=at)
    rows = Membership.objects.filter(still, from_at__lte=at, team_id__in=teams, practitioner_id__in=list(who))
    found = list(rows.select_related("practitioner__agency")) if teams else []
    return {
        (one.practitioner_id, one.team_id)
        for one in found
        if works_with_children(actor_for(one.practitioner, at=at))
    }


def _disputed(owner: Owner) -> Disputed:
    of = owner.stage or owner.challenge
    assert of is not None
    return disputed_of(of)


def _of_stages(disputed: Q) -> QuerySet[Owner]:
    """Owners of disagreements to which that applies."""
    stages = EscalationStage.objects.filter(
        escalation_id__in=Escalation.objects.filter(disputed).values("pk")
    )
    return _now().filter(stage_id__in=stages.values("pk"))


def _of_challenges(disputed: Q) -> QuerySet[Owner]:
    """Owners of challenges to which that applies."""
    return _now().filter(challenge_id__in=Challenge.objects.filter(disputed).values("pk"))


def _concerns_of_restricted() -> QuerySet[ContactPerson, UUID]:
    told = Description.objects.filter(person_id__in=Person.objects.filter(restricted=True).values("pk"))
    return ContactPerson.objects.filter(description_id__in=told.values("pk")).values_list(
        "contact_id", flat=True
    )


def _of_teams(here: Here) -> set[UUID]:
    """A team owns what somebody in it could. Only where nobody is there, or so few that they may all have decided it or
    disagree, can it own something no more without anybody being declared or restricted."""
    found: set[UUID] = set()
    for team in _teams_that_own.rows():
        people = tuple(str(one) for one in sorted(here[team]))
        if not people:
            found |= set(_owned_by.rows(team))
        elif len(people) <= 2:  # one may have decided it, the other disagree
            found |= {*_stages_between.rows(team, people), *_challenges_between.rows(team, people)}
    return found


@Written
def _teams_that_own() -> QuerySet[Owner, Any]:
    return _now().filter(team__isnull=False).order_by().values_list("team_id", flat=True).distinct()


@Written
def _owned_by(team_id: UUID) -> QuerySet[Owner, Any]:
    return _now().filter(team_id=team_id).values_list("pk", flat=True)


@Written
def _stages_between(team_id: UUID, people: tuple[str, ...]) -> QuerySet[Owner, Any]:
    parted = Q(decider__in=people) | Q(by__in=people)
    return _of_stages(parted).filter(team_id=team_id).values_list("pk", flat=True)


@Written
def _challenges_between(team_id: UUID, people: tuple[str, ...]) -> QuerySet[Owner, Any]:
    parted = Q(decider__in=people) | Q(by__in=people)
    return _of_challenges(parted).filter(team_id=team_id).values_list("pk", flat=True)


def _who_is_there(*, at: datetime) -> Here:
    here: Here = defaultdict(set)
    for team, person in _at_work.rows(at=at):
        here[team].add(person)
    return here


@Written
def _at_work(*, at: datetime) -> QuerySet[Membership, Any]:
    away = absences(at=at).order_by().values("practitioner")
    still = Q(to_at__isnull=True) | Q(to_at__gt=at)
    rows = (
        Membership.objects.filter(still, from_at__lte=at, practitioner__left_at__isnull=True)
        .exclude(practitioner__suspended_at__lte=at)
        .exclude(practitioner__agency__ended_at__lte=at)
        .exclude(practitioner__in=away)
    )
    return rows.values_list("team_id", "practitioner_id")
