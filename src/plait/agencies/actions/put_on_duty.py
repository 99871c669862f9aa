"""A team's rota: who is on duty when, and who keeps it."""

from datetime import datetime

from plait.agencies.access import may_keep_rota, may_manage
from plait.agencies.models import DutyShift, Practitioner, Team
from plait.agencies.queries import members
from plait.agencies.rules import is_a_shift
from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, hidden, no
from plait.base.audit.actor import Actor
from plait.base.audit.record import record


@deed
def put_on_duty(
    *, team_id: str, practitioner_id: str, from_at: datetime, to_at: datetime, by: Actor, at: datetime
) -> DutyShift:
    """Somebody of the team answers first in that time; several may. Doing it twice does it once; a shift that begins at the
    same moment is lengthened or shortened. Raises Refused for whoever does not keep this team's rota."""
    team = _kept(team_id, by=by)
    about = f"team:{team.pk}"
    is_a_shift(from_at=from_at, to_at=to_at, at=at).insist(about=about)
    if not members(team_id, at=at).filter(pk=practitioner_id, suspended_at__isnull=True).exists():
        no(
            "not-in-the-team",
            say="They are not in this team.",
            next_step="Choose somebody of the team",
        ).insist(about=about)
    shift, _ = DutyShift.objects.update_or_create(
        team=team, practitioner_id=practitioner_id, from_at=from_at, ended_at=None,
        defaults={"to_at": to_at, "named_by": by.id},
    )  # fmt: skip
    record(act="duty:put-on", about=about, by=by, at=at)
    return shift


@deed
def take_off_duty(*, shift_id: str, by: Actor, at: datetime) -> DutyShift:
    """This shift counts no more. Doing it twice does it once."""
    shift = DutyShift.objects.select_related("team", "practitioner").filter(pk=shift_id).first()
    if shift is None or str(shift.team.agency_id) != by.agency:
        raise Refused(hidden("absent"), about=f"shift:{shift_id}")
    _kept(str(shift.team_id), by=by)
    shift.ended_at = shift.ended_at or at
    shift.save(update_fields=["ended_at"])
    record(act="duty:taken-off", about=f"team:{shift.team_id}", by=by, at=at)
    return shift


@deed
def name_manager(*, team_id: str, practitioner_id: str | None, by: Actor, at: datetime) -> Team:
    """Who keeps the team's rota and acts when nobody else of it can; None: nobody. Only administrators of the agency say so,
    and only somebody at work in it."""
    team = Team.objects.select_related("agency").filter(pk=team_id).first()
    if team is None or (by.kind != "process" and str(team.agency_id) != by.agency):
        raise Refused(hidden("absent"), about=f"team:{team_id}")
    may_manage(by, str(team.agency_id)).insist(about=f"team:{team.pk}")
    here = Practitioner.objects.filter(agency_id=team.agency_id, left_at__isnull=True)
    team.manager = here.filter(pk=practitioner_id).first() if practitioner_id else None
    if practitioner_id and team.manager is None:
        no(
            "not-own-agency",
            say="They do not work in this agency.",
            next_step="Choose somebody of the agency",
        ).insist(about=f"team:{team.pk}")
    team.save(update_fields=["manager"])
    record(act="team:manager-named", about=f"team:{team.pk}", by=by, at=at)
    return team


def _kept(team_id: str, *, by: Actor) -> Team:
    team = Team.objects.select_related("agency").filter(pk=team_id).first()
    if team is None or (by.kind != "process" and str(team.agency_id) != by.agency):
        raise Refused(hidden("absent"), about=f"team:{team_id}")
    may_keep_rota(by, team).insist(about=f"team:{team.pk}")
    return team
