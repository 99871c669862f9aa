"""Reading who works where."""

from datetime import datetime

from django.db.models import Q, QuerySet

from plait.agencies.models import Agency, Membership, Practitioner, RoleGrant, Team, User
from plait.base.audit.actor import Actor
from plait.base.audit.pseudonyms import pseudonym


def _holds(at: datetime) -> Q:
    return Q(from_at__lte=at) & (Q(to_at__isnull=True) | Q(to_at__gt=at))


def actor_for(practitioner: Practitioner, *, at: datetime) -> Actor:
    """The practitioner as an actor: the teams and roles they hold at that moment. Someone who has left holds none."""
    left = practitioner.left_at is not None and practitioner.left_at <= at
    teams = Membership.objects.filter(_holds(at), practitioner=practitioner).values_list("team_id", flat=True)
    roles = RoleGrant.objects.filter(_holds(at), practitioner=practitioner).values_list("role", flat=True)
    return Actor(
        id=str(practitioner.pk),
        name=practitioner.name,
        agency=str(practitioner.agency_id),
        agency_name=practitioner.agency.name,
        agency_kind=practitioner.agency.kind,
        teams=frozenset() if left else frozenset(str(team) for team in teams),
        roles=frozenset() if left else frozenset(roles),
        job=practitioner.job,
        qualified=practitioner.qualified_social_worker,
    )


def practitioner_of(user: User) -> Practitioner | None:
    """The practitioner who signs in as this user, if any."""
    return Practitioner.objects.select_related("agency").filter(user=user).first()


def practitioner(practitioner_id: str) -> Practitioner:
    """One practitioner by id; raises Practitioner.DoesNotExist."""
    return Practitioner.objects.select_related("agency", "deputy").get(pk=practitioner_id)


def present_practitioners() -> QuerySet[Practitioner]:
    """Everyone who has not left, by agency and name."""
    return (
        Practitioner.objects.select_related("agency").filter(left_at__isnull=True).order_by("agency__name", "name")
    )


def agencies(*, kind: str | None = None) -> QuerySet[Agency]:
    """Agencies by name, or only those of one kind."""
    found = Agency.objects.order_by("name")
    return found.filter(kind=kind) if kind else found


def team(team_id: str) -> Team:
    """One team by id; raises Team.DoesNotExist."""
    return Team.objects.select_related("agency").get(pk=team_id)


def teams_of_kind(kind: str) -> QuerySet[Team]:
    """Teams of one kind, by name."""
    return Team.objects.select_related("agency").filter(kind=kind).order_by("name")


def safeguarding_team_of(agency_id: str) -> Team | None:
    """The team that answers for an agency, if it has one."""
    return (
        Team.objects.select_related("agency").filter(agency_id=agency_id, kind=Team.Kind.SAFEGUARDING).first()
    )


def members(team_id: str, *, at: datetime) -> QuerySet[Practitioner]:
    """Who is in a team at a moment, by name."""
    now = Membership.objects.filter(_holds(at), team_id=team_id).values("practitioner_id")
    return (
        Practitioner.objects.select_related("agency", "deputy")
        .filter(pk__in=now, left_at__isnull=True)
        .order_by("name")
    )


def names_by_pseudonym() -> dict[str, str]:
    """The audit's `who` for everyone known, so that a reader of the audit may be told a name and an agency."""
    return {
        pseudonym(f"practitioner:{person.pk}"): f"{person.name}, {person.job}, {person.agency.name}"
        for person in Practitioner.objects.select_related("agency")
    }
