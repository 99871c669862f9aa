"""Reading who works where."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db.models import Q, QuerySet

from plait.agencies.models import (
    Adviser,
    Agency,
    Membership,
    Practitioner,
    RoleGrant,
    User,
)
from plait.agencies.queries.holding import holds
from plait.agencies.queries.holding import nothing_opens_to as nothing_opens_to
from plait.agencies.queries.reaching import (
    agency_behind as agency_behind,
)
from plait.agencies.queries.reaching import (
    agency_of_mailbox as agency_of_mailbox,
)
from plait.agencies.queries.reaching import (
    follows as follows,
)
from plait.agencies.queries.reaching import (
    hash_of as hash_of,
)
from plait.agencies.queries.reaching import (
    invitation_of as invitation_of,
)
from plait.agencies.queries.reaching import (
    invitations_to as invitations_to,
)
from plait.agencies.queries.reaching import (
    mail_address as mail_address,
)
from plait.agencies.queries.reaching import (
    mailbox_link as mailbox_link,
)
from plait.agencies.queries.reaching import (
    mailbox_link_of as mailbox_link_of,
)
from plait.agencies.queries.reaching import (
    mobile as mobile,
)
from plait.agencies.queries.reaching import (
    own_links as own_links,
)
from plait.agencies.queries.reaching import (
    reads_mail as reads_mail,
)
from plait.agencies.queries.teams import custodian_teams as custodian_teams
from plait.agencies.queries.teams import in_duty_team as in_duty_team
from plait.agencies.queries.teams import kinds_of_own_teams as kinds_of_own_teams
from plait.agencies.queries.teams import kinds_of_teams as kinds_of_teams
from plait.agencies.queries.teams import members as members
from plait.agencies.queries.teams import own_teams as own_teams
from plait.agencies.queries.teams import safeguarding_team_of as safeguarding_team_of
from plait.agencies.queries.teams import team as team
from plait.agencies.queries.teams import teams_of as teams_of
from plait.agencies.queries.teams import teams_of_agency as teams_of_agency
from plait.agencies.queries.teams import teams_of_kind as teams_of_kind
from plait.agencies.queries.teams import teams_that_everybody_left as teams_that_everybody_left
from plait.agencies.queries.teams import teams_where_somebody_is as teams_where_somebody_is
from plait.agencies.roles import permissions
from plait.base.access.stand_ins import some_ids
from plait.base.access.written import Written
from plait.base.audit.actor import Actor
from plait.base.audit.pseudonyms import pseudonym


@Written
def _teams_held(practitioner_id: UUID, *, at: datetime) -> QuerySet[Membership, Any]:
    rows = Membership.objects.filter(holds(at), practitioner_id=practitioner_id)
    return rows.values_list("team_id", flat=True)


@Written
def _roles_held(practitioner_id: UUID, *, at: datetime) -> QuerySet[RoleGrant, Any]:
    rows = RoleGrant.objects.filter(holds(at), practitioner_id=practitioner_id)
    return rows.values_list("role", flat=True)


def actor_for(practitioner: Practitioner, *, at: datetime) -> Actor:
    """The practitioner as an actor: the teams and roles they hold at that moment. Whoever has left or is suspended, or whose
    agency has ended, holds none."""
    left = bool(shut_out(practitioner, at=at))
    teams, roles = _teams_held.rows(practitioner.pk, at=at), _roles_held.rows(practitioner.pk, at=at)
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


def shut_out(practitioner: Practitioner, *, at: datetime) -> str:
    """Why nothing opens to this practitioner now: `left`, `suspended`, `agency-ended`; empty where everything does."""
    if practitioner.left_at is not None and practitioner.left_at <= at:
        return "left"
    if practitioner.suspended_at is not None and practitioner.suspended_at <= at:
        return "suspended"
    if practitioner.agency.ended_at is not None and practitioner.agency.ended_at <= at:
        return "agency-ended"
    return ""


def still_at_work(practitioner_ids: Iterable[str]) -> set[str]:
    """Of these, whoever has not left, is not suspended, and whose agency works on."""
    asked = some_ids(practitioner_ids)
    return {str(one) for one in _at_work.rows(asked)} if asked else set()


@Written
def _at_work(practitioner_ids: tuple[UUID, ...]) -> QuerySet[Practitioner, Any]:
    return Practitioner.objects.filter(~nothing_opens_to(), pk__in=practitioner_ids).values_list(
        "pk", flat=True
    )


def practitioner_of(user: User) -> Practitioner | None:
    """The practitioner who signs in as this user, if any."""
    found: Practitioner | None = _practitioner_of.first(user.pk)
    return found


@Written
def _practitioner_of(user_id: Any) -> QuerySet[Practitioner]:
    return Practitioner.objects.select_related("agency").filter(user_id=user_id)


def practitioner(practitioner_id: str) -> Practitioner:
    """One practitioner by id; raises Practitioner.DoesNotExist."""
    found: Practitioner | None = _practitioner.first(practitioner_id)
    if found is None:
        raise Practitioner.DoesNotExist(practitioner_id)
    return found


@Written
def _practitioner(practitioner_id: str) -> QuerySet[Practitioner]:
    return Practitioner.objects.select_related("agency", "deputy").filter(pk=practitioner_id)


def present_practitioners() -> QuerySet[Practitioner]:
    """Everyone who has not left, by agency and name."""
    return (
        Practitioner.objects.select_related("agency")
        .filter(left_at__isnull=True, agency__ended_at__isnull=True)
        .order_by("agency__name", "name")
    )


def present_practitioner(practitioner_id: str) -> Practitioner | None:
    """This one with their deputy, unless they have left."""
    found: Practitioner | None = _present.first(practitioner_id)
    return found


@Written
def _present(practitioner_id: str) -> QuerySet[Practitioner]:
    return present_practitioners().select_related("agency", "deputy").filter(pk=practitioner_id)


def agency_names(agency_ids: Iterable[str]) -> dict[str, str]:
    """The names of these agencies by their id; ids may be empty or of none."""
    rows = _agency_names.rows(some_ids({one for one in agency_ids if one}))
    return {str(pk): name for pk, name in rows}


@Written
def _agency_names(ids: tuple[UUID, ...]) -> QuerySet[Agency, Any]:
    return Agency.objects.filter(pk__in=ids).values_list("pk", "name")


def agencies(*, kind: str | None = None) -> QuerySet[Agency]:
    """Agencies by name, or only those of one kind."""
    found = Agency.objects.order_by("name")
    return found.filter(kind=kind) if kind else found


def agencies_named(names: Iterable[str]) -> tuple[list[Agency], list[str]]:
    """Those that somebody wrote down by hand: by their whole name or its beginning, where it means one alone; and the names that
    mean none."""
    there = list(agencies())
    found, unknown = [], []
    for name in names:
        said = name.strip().casefold()
        whole = [one for one in there if one.name.casefold() == said]
        meant = whole or [one for one in there if said and one.name.casefold().startswith(f"{said} ")]
        if len(meant) == 1:
            found.append(meant[0])
        else:
            unknown.append(name)
    return list(dict.fromkeys(found)), unknown


def agency(agency_id: str) -> Agency:
    """One agency by id; raises Agency.DoesNotExist."""
    return Agency.objects.get(pk=agency_id)


def _present_advisers() -> QuerySet[Adviser]:
    here = Adviser.objects.filter(ended_at__isnull=True).filter(
        Q(practitioner__isnull=True) | Q(practitioner__left_at__isnull=True)
    )
    return here.select_related("agency", "practitioner").order_by("kind", "pk")


def advisers_of(agency_id: str) -> list[Adviser]:
    """Whom the agency has named to be asked before sharing; nobody who has left."""
    return list(_present_advisers().filter(agency_id=agency_id))


def advisers_for(agency_id: str) -> list[Adviser]:
    """Whom somebody of this agency can ask: their own agency's first, then those that the whole area may ask."""
    found = _present_advisers().filter(Q(agency_id=agency_id) | Q(for_area=True))
    return sorted(found, key=lambda one: (str(one.agency_id) != agency_id, one.kind))


def names_by_pseudonym() -> dict[str, str]:
    """The audit's `who` for everyone known, so that a reader of the audit may be told a name and an agency."""
    return {
        pseudonym(f"practitioner:{person.pk}"): f"{person.name}, {person.job}, {person.agency.name}"
        for person in Practitioner.objects.select_related("agency")
    }


def has_second_step(user_id: str) -> bool:
    """Does this user have a passkey or an authenticator app?"""
    kinds = (Authenticator.Type.WEBAUTHN, Authenticator.Type.TOTP)
    return bool(Authenticator.objects.filter(user_id=user_id, type__in=kinds).exists())


def roles_of(practitioner_id: str, *, at: datetime) -> list[str]:
    """Codes of the roles a practitioner holds at a moment, in order of their code."""
    held = RoleGrant.objects.filter(holds(at), practitioner_id=practitioner_id)
    return sorted(held.values_list("role", flat=True))


def roles_by_practitioner(*, at: datetime, agency_id: str | None = None) -> dict[str, list[str]]:
    """Role codes by practitioner id, for lists of people."""
    held = RoleGrant.objects.filter(holds(at))
    if agency_id:
        held = held.filter(practitioner__agency_id=agency_id)
    found: dict[str, list[str]] = {}
    for person, role in held.order_by("role").values_list("practitioner_id", "role"):
        found.setdefault(str(person), []).append(role)
    return found


def people_of_agency(agency_id: str) -> QuerySet[Practitioner]:
    """Everyone at work in one agency, with or without an account yet, by name."""
    return (
        Practitioner.objects.select_related("agency", "user")
        .filter(agency_id=agency_id, left_at__isnull=True)
        .order_by("name")
    )


def practitioners_at(contacts: Iterable[str]) -> list[UUID]:
    """Whoever signs in with one of these e-mail addresses, or whose own mobile is one of these numbers; by name."""
    told = [one.strip().casefold() for one in contacts if one.strip()]
    mails = Q(user__email__in=[one for one in told if "@" in one])
    mobiles = {number for one in told if "@" not in one and (number := mobile(one))}
    found = present_practitioners().filter(mails | Q(phone__gt="")).select_related("user")
    return [
        one.pk
        for one in found
        if (one.user and one.user.email in told) or (mobile(one.phone) or "none") in mobiles
    ]


def holders_of(role: str, *, at: datetime) -> list[Practitioner]:
    """Everyone at work who holds this role at a moment, by name."""
    return _holders.rows(role, at=at)


@Written
def _holders(role: str, *, at: datetime) -> QuerySet[Practitioner]:
    held = RoleGrant.objects.filter(holds(at), role=role).values("practitioner_id")
    rows = Practitioner.objects.select_related("agency")
    return rows.filter(pk__in=held, left_at__isnull=True, suspended_at__isnull=True).order_by("name")


def answers_for(agency_id: str, *, by: Actor, at: datetime) -> bool:
    """May this privacy officer decide for that agency: their own, or, for the area's officer, one that has none?"""
    held = permissions(by)
    if by.agency == agency_id:
        return bool(held & {"privacy:own", "privacy:area"})
    officers = RoleGrant.objects.filter(
        holds(at),
        role="agency_privacy_officer",
        practitioner__agency_id=agency_id,
        practitioner__left_at__isnull=True,
    )
    return "privacy:area" in held and not officers.exists()
