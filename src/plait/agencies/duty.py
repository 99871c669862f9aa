"""Who is on duty, who is away, and who acts for whom: asked by everything that chooses somebody to tell or to ring."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet

from plait.agencies.models import Absence, Adviser, DutyShift, Membership, Practitioner, Team
from plait.agencies.queries import members, shut_out, teams_of, teams_of_kind
from plait.agencies.rules import StandIn, Why, may_act, who_acts
from plait.base.access.stand_ins import some_ids
from plait.base.access.written import Written
from plait.base.packs.queries import current


@dataclass(frozen=True, slots=True)
class Acting:
    """Who acts, how to mail and ring them, and why it is they. `practitioner` is None where a whole team is meant."""

    ref: str
    why: Why
    name: str
    phone: str
    practitioner: Practitioner | None = None


@dataclass(frozen=True, slots=True)
class Duty:
    """Who is away now, and who is on duty now in each team."""

    away: dict[UUID, Absence] = field(default_factory=dict)
    on: dict[UUID, list[Practitioner]] = field(default_factory=dict)


@Written
def absences(*, at: datetime) -> QuerySet[Absence]:
    """Whoever is away at a moment; what was said last counts."""
    found = Absence.objects.filter(from_at__lte=at, to_at__gt=at, ended_at__isnull=True)
    return found.select_related("deputy__agency").order_by("recorded_at", "pk")


def duty_now(team_ids: Iterable[str | UUID], *, at: datetime) -> Duty:
    """Who is away anywhere, and who is on duty in these teams, in two queries."""
    away = {one.practitioner_id: one for one in absences.rows(at=at)}
    on: dict[UUID, list[Practitioner]] = {}
    for shift in _shifts.rows(some_ids(team_ids), at=at):
        person = shift.practitioner
        here = on.setdefault(shift.team_id, [])
        if person.pk not in away and not shut_out(person, at=at) and person not in here:
            here.append(person)
    return Duty(away, on)


@Written
def _shifts(team_ids: tuple[UUID, ...], *, at: datetime) -> QuerySet[DutyShift]:
    shifts = DutyShift.objects.filter(
        team_id__in=team_ids, from_at__lte=at, to_at__gt=at, ended_at__isnull=True
    ).select_related("practitioner__agency", "practitioner__deputy")
    # Whoever has since left the team, or Plait, is on nobody's rota any more.
    still = Q(practitioner__memberships__team_id=F("team_id"), practitioner__memberships__from_at__lte=at) & (
        Q(practitioner__memberships__to_at__isnull=True) | Q(practitioner__memberships__to_at__gt=at)
    )
    return shifts.filter(still).distinct().order_by("from_at", "practitioner__name", "pk")


def absence_of(practitioner_id: str | UUID, *, at: datetime) -> Absence | None:
    """The absence that counts for them now: what was said last."""
    found: list[Absence] = _absences_of.rows(str(practitioner_id), at=at)
    return found[-1] if found else None


@Written
def _absences_of(practitioner_id: str, *, at: datetime) -> QuerySet[Absence]:
    return absences(at=at).filter(practitioner_id=practitioner_id)


@Written
def _returns(practitioner_id: str, *, at: datetime) -> QuerySet[Absence, Any]:
    return absences(at=at).filter(practitioner_id=practitioner_id).order_by().values_list("to_at", flat=True)


def away_until(practitioner_id: str | UUID, *, at: datetime) -> datetime | None:
    """When they are back, as they or their manager said it; None: they are here."""
    return max(_returns.rows(str(practitioner_id), at=at), default=None)


def is_away(practitioner_id: str | UUID, *, at: datetime) -> bool:
    """Did they, or their manager, say that they are away now?"""
    return bool(_returns.rows(str(practitioner_id), at=at))


def who_acts_for(person: Practitioner, *, not_these: Collection[str] = (), at: datetime) -> Acting:
    """The person; else whoever they named for this absence; else their standing deputy; else somebody on duty in their team;
    else the team's manager; else the agency's safeguarding lead. When all of them are away it is the hub, or the emergency
    duty team, by its name: never nobody. `not_these` are practitioners who declared that they know the family."""
    teams = teams_of(str(person.pk), at=at)
    duty = duty_now([team.pk for team in teams], at=at)
    asked: list[tuple[Why, Practitioner | None]] = [("self", person)]
    if person.pk in duty.away:
        asked.append(("absence", duty.away[person.pk].deputy))
    asked.append(("deputy", person.deputy))
    for team in teams:
        asked += [("duty", one) for one in duty.on.get(team.pk, ())]
    asked += _managers_and_leads(teams, str(person.agency_id))
    return _first(asked, duty=duty, not_these=not_these, at=at)


def who_acts_in(
    team: Team, *, not_these: Collection[str] = (), in_team_only: bool = False, at: datetime
) -> list[Practitioner]:
    """Whom to ring in a team that does not answer: those on duty, then whoever stands in for its people; where none of them is
    there, its manager, then the agency's safeguarding lead. Empty when everybody is away: then the duty team is told.
    `in_team_only`: neither manager nor lead, who may not be able to open it, where the duty team must hear it at once."""
    duty = duty_now([team.pk], at=at)
    people: list[Practitioner] = members.rows(str(team.pk), at=at)
    stand_in = [
        one
        for person in people
        for one in (duty.away[person.pk].deputy if person.pk in duty.away else None, person.deputy)
    ]
    above = [] if in_team_only else [one for _, one in _managers_and_leads([team], str(team.agency_id))]
    for asked in (
        [*duty.on.get(team.pk, ()), *stand_in],
        *([one] for one in above),
    ):
        found = {one.pk: one for one in asked if one is not None and _may(one, duty, not_these, at)}
        if found:
            return list(found.values())
    return []


def duty_team(*, at: datetime) -> Acting:
    """The hub while somebody of it is there, else the emergency duty team: by name and number."""
    duty = duty_now([], at=at)
    teams = [*teams_of_kind(Team.Kind.HUB), *teams_of_kind(Team.Kind.EDT)]
    there = [
        team for team in teams if any(_may(one, duty, (), at) for one in members.rows(str(team.pk), at=at))
    ]
    edt = [team for team in teams if team.kind == Team.Kind.EDT]
    area = current(at=at).area
    for team in (*there, *edt, *teams):
        number = team.phone or team.agency.phone
        if team.kind == Team.Kind.EDT:
            number = team.out_of_hours or area.edt_phone or number
        return Acting(f"team:{team.pk}", "duty-team", str(team), number)
    return Acting("hub", "duty-team", "The hub", area.hub_phone)


def _managers_and_leads(teams: Iterable[Team], agency_id: str) -> list[tuple[Why, Practitioner | None]]:
    ids = [team.manager_id for team in teams if team.manager_id]
    found: list[tuple[Why, Practitioner | None]] = [
        ("manager", one)
        for one in Practitioner.objects.select_related("agency").filter(pk__in=ids).order_by("name")
    ]
    leads = Adviser.objects.filter(
        agency_id=agency_id,
        kind=Adviser.Kind.SAFEGUARDING_LEAD,
        ended_at__isnull=True,
        practitioner__isnull=False,
    ).select_related("practitioner__agency")
    return [*found, *(("lead", one.practitioner) for one in leads.order_by("pk"))]


def _standing(one: Practitioner, why: Why, duty: Duty, not_these: Collection[str], at: datetime) -> StandIn:
    return StandIn(
        ref=f"practitioner:{one.pk}",
        why=why,
        gone=bool(shut_out(one, at=at)),
        away=one.pk in duty.away,
        knows=str(one.pk) in not_these,
    )


def _may(one: Practitioner, duty: Duty, not_these: Collection[str], at: datetime) -> bool:
    return bool(may_act(_standing(one, "duty", duty, not_these, at)))


def _first(
    asked: Iterable[tuple[Why, Practitioner | None]], *, duty: Duty, not_these: Collection[str], at: datetime
) -> Acting:
    people = [(why, one) for why, one in asked if one is not None]
    by_ref = {f"practitioner:{one.pk}": one for _, one in people}
    nobody = StandIn("", "duty-team")
    found = who_acts([_standing(one, why, duty, not_these, at) for why, one in people], last=nobody)
    if not found.ref:
        return duty_team(at=at)
    person = by_ref[found.ref]
    return Acting(found.ref, found.why, person.name, person.phone, person)


# --- the rota and the list of absences, as their pages show them
def shifts_between(team_id: str, *, begins: datetime, ends: datetime) -> list[DutyShift]:
    """What stands on a team's rota in that time, in order."""
    found = DutyShift.objects.filter(
        team_id=team_id, from_at__lt=ends, to_at__gt=begins, ended_at__isnull=True
    )
    return list(found.select_related("practitioner").order_by("from_at", "practitioner__name", "pk"))


def coming_absences(practitioner_ids: Iterable[str | UUID], *, at: datetime) -> list[Absence]:
    """When these people are away, now and later."""
    found = Absence.objects.filter(
        practitioner_id__in=list(practitioner_ids), to_at__gt=at, ended_at__isnull=True
    )
    return list(found.select_related("practitioner", "deputy").order_by("from_at", "pk"))


def teams_with_rotas(agency_id: str, *, at: datetime) -> list[tuple[Team, list[Practitioner]]]:
    """The teams of an agency and who is on duty in each now."""
    teams = list(
        Team.objects.select_related("manager")
        .filter(agency_id=agency_id, agency__ended_at=None)
        .order_by("name", "pk")
    )
    duty = duty_now([team.pk for team in teams], at=at)
    return [(team, duty.on.get(team.pk, [])) for team in teams]


def manages(practitioner_id: str | UUID, of_practitioner_id: str | UUID, *, at: datetime) -> bool:
    """Is the first the manager of a team in which the second is now?"""
    now = Membership.objects.filter(practitioner_id=of_practitioner_id, from_at__lte=at).exclude(
        to_at__lte=at
    )
    return now.filter(team__manager__pk=practitioner_id).exists()


def week_of(at: datetime) -> tuple[datetime, datetime]:
    """Midnight of that week's Monday, and of the next, in the zone of `at`."""
    monday = at.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=at.weekday())
    return monday, monday + timedelta(days=7)
