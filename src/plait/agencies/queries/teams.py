"""Reading teams: which there are, and who is in them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from plait.agencies.models import Membership, Practitioner, Team
from plait.agencies.queries.holding import holds, nothing_opens_to
from plait.base.access.written import Written
from plait.base.audit.actor import Actor


def team(team_id: str) -> Team:
    """One team by id; raises Team.DoesNotExist."""
    return Team.objects.select_related("agency").get(pk=team_id)


def teams_of_kind(kind: str) -> QuerySet[Team]:
    """Teams of one kind, by name."""
    return Team.objects.select_related("agency").filter(kind=kind, agency__ended_at=None).order_by("name")


def custodian_teams() -> list[Team]:
    """Who answers for a record that no custodian keeps by name: the custodians of the agency that runs the hub, whose number
    other areas are told; where it has none, every custodian team."""
    found = list(teams_of_kind(Team.Kind.CUSTODIAN))
    at_hub = (
        set(teams_of_kind(Team.Kind.HUB).values_list("agency_id", flat=True)) if len(found) > 1 else set()
    )
    return [one for one in found if one.agency_id in at_hub] or found


def safeguarding_team_of(agency_id: str) -> Team | None:
    """The team that answers for an agency, if it has one."""
    found: Team | None = _safeguarding_team_of.first(agency_id)
    return found


@Written
def _safeguarding_team_of(agency_id: str) -> QuerySet[Team]:
    of = Team.objects.filter(agency_id=agency_id, kind=Team.Kind.SAFEGUARDING, agency__ended_at=None)
    return of.select_related("agency").order_by("pk")[:1]


def in_duty_team(actor: Actor) -> bool:
    """Does this actor belong to the emergency duty team?"""
    return Team.objects.filter(pk__in=list(actor.teams), kind=Team.Kind.EDT).exists()


@Written
def members(team_id: str, *, at: datetime) -> QuerySet[Practitioner]:
    """Who is in a team at a moment, by name."""
    now = Membership.objects.filter(holds(at), team_id=team_id).values("practitioner_id")
    return (
        Practitioner.objects.select_related("agency", "deputy")
        .filter(pk__in=now, left_at__isnull=True)
        .order_by("name")
    )


def teams_where_somebody_is(*, at: datetime) -> set[UUID]:
    """Every team with at least one member to whom things open: not left, not suspended, in an agency that is."""
    return set(_teams_where_somebody_is.rows(at=at))


def teams_that_everybody_left(*, at: datetime) -> list[UUID]:
    """The others: whatever they owe is somebody else's to answer for."""
    there = teams_where_somebody_is(at=at)
    return [one for one in Team.objects.order_by("pk").values_list("pk", flat=True) if one not in there]


@Written
def _teams_where_somebody_is(*, at: datetime) -> QuerySet[Membership, Any]:
    here = Membership.objects.filter(holds(at), team__agency__ended_at=None).exclude(
        nothing_opens_to("practitioner")
    )
    return here.order_by().values_list("team_id", flat=True).distinct()


def teams_of(practitioner_id: str, *, at: datetime) -> list[Team]:
    """The teams a practitioner belongs to at a moment, by name."""
    return _teams_of.rows(practitioner_id, at=at)


@Written
def _teams_of(practitioner_id: str, *, at: datetime) -> QuerySet[Team]:
    now = Membership.objects.filter(holds(at), practitioner_id=practitioner_id).values("team_id")
    return Team.objects.select_related("agency").filter(pk__in=now).order_by("name")


def kinds_of_teams(agency_id: str) -> set[str]:
    """Which kinds of team an agency has."""
    return set(_kinds.rows(agency_id))


@Written
def _kinds(agency_id: str) -> QuerySet[Team, Any]:
    return Team.objects.filter(agency_id=agency_id).values_list("kind", flat=True).distinct()


def teams_of_agency(agency_id: str) -> QuerySet[Team]:
    """An agency's teams, by name."""
    return Team.objects.filter(agency_id=agency_id).order_by("name")


def own_teams(team_ids: Iterable[str]) -> list[Team]:
    """These teams, by name."""
    return list(Team.objects.select_related("agency").filter(pk__in=list(team_ids)).order_by("name"))


def kinds_of_own_teams(team_ids: Iterable[str]) -> set[str]:
    """Which kinds of team these are."""
    return set(Team.objects.filter(pk__in=list(team_ids)).values_list("kind", flat=True))
