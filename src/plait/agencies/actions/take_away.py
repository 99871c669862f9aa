"""Take a role away, or take somebody out of a team: what came with it opens nothing from the very next request."""

from datetime import datetime

from plait.agencies.access import may_manage
from plait.agencies.models import Membership, Practitioner, RoleGrant
from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.base.audit.record import record


@deed
def take_role_away(*, practitioner_id: str, role: str, by: Actor, at: datetime) -> None:
    """They hold this role no more. Their sessions go on, with what is left."""
    about = _managed(practitioner_id, by)
    RoleGrant.objects.filter(practitioner_id=practitioner_id, role=role, to_at__isnull=True).update(to_at=at)
    record(act="practitioner:role-ended", about=about, by=by, at=at, reason=role)


@deed
def leave_team(*, practitioner_id: str, team_id: str, by: Actor, at: datetime) -> None:
    """They are in this team no more, and what opens to the team opens to them no more."""
    about = _managed(practitioner_id, by)
    Membership.objects.filter(practitioner_id=practitioner_id, team_id=team_id, to_at__isnull=True).update(
        to_at=at
    )
    record(act="practitioner:team-left", about=[about, f"team:{team_id}"], by=by, at=at)


def _managed(practitioner_id: str, by: Actor) -> str:
    person = Practitioner.objects.get(pk=practitioner_id)
    about = f"practitioner:{person.pk}"
    may_manage(by, str(person.agency_id)).insist(about=about)
    return about
