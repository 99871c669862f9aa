"""Take on a practitioner: into one agency, some teams and some roles. An account to sign in with comes by invitation."""

from collections.abc import Iterable
from datetime import datetime

from plait.agencies.models import Membership, Practitioner, RoleGrant
from plait.agencies.roles import ROLES
from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.base.audit.record import record


@deed
def take_on(
    *,
    name: str,
    job: str,
    agency_id: str,
    team_ids: Iterable[str] = (),
    roles: Iterable[str] = (),
    phone: str = "",
    out_of_hours: str = "",
    qualified_social_worker: bool = False,
    by: Actor,
    at: datetime,
) -> Practitioner:
    """A practitioner with memberships and role grants from now. Unknown role codes raise KeyError."""
    person = Practitioner.objects.create(
        name=name,
        job=job,
        agency_id=agency_id,
        phone=phone,
        out_of_hours=out_of_hours,
        qualified_social_worker=qualified_social_worker,
    )
    for team_id in team_ids:
        Membership.objects.create(practitioner=person, team_id=team_id, from_at=at)
    for role in roles:
        RoleGrant.objects.create(practitioner=person, role=ROLES[role].code, from_at=at, granted_by=by.id)
    record(act="practitioner:taken-on", about=f"practitioner:{person.pk}", by=by, at=at)
    return person
