"""Bring an agency into the area, with the teams that answer for it."""

from datetime import datetime

from plait.agencies.models import Agency, Team
from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.base.audit.record import record


@deed
def set_up_agency(
    *,
    name: str,
    kind: str,
    referral_source: str = "",
    mailbox: str = "",
    phone: str = "",
    out_of_hours: str = "",
    commissioned_by: str = "",
    by: Actor,
    at: datetime,
) -> Agency:
    """An agency of one kind (`SCHOOL`, `POLICE`, … of the pack) with its registered safeguarding mailbox."""
    agency = Agency.objects.create(
        name=name,
        kind=kind,
        referral_source=referral_source,
        mailbox=mailbox.lower(),
        phone=phone,
        out_of_hours=out_of_hours,
        commissioned_by=commissioned_by,
    )
    record(act="agency:set-up", about=f"agency:{agency.pk}", by=by, at=at)
    return agency


@deed
def form_team(
    *, agency_id: str, name: str, kind: str, phone: str = "", out_of_hours: str = "", by: Actor, at: datetime
) -> Team:
    """A team of an agency."""
    team = Team.objects.create(
        agency_id=agency_id, name=name, kind=kind, phone=phone, out_of_hours=out_of_hours
    )
    record(act="team:formed", about=f"team:{team.pk}", by=by, at=at)
    return team
