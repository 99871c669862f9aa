"""Something went wrong between two areas and nobody has settled it: the managers hear each day, and then the next people too."""

from collections.abc import Iterator
from datetime import datetime

from plait.agencies import queries
from plait.agencies.models import Team
from plait.agencies.queries.border import who_rings
from plait.agencies.rules import INCIDENT_LATE, told_of_incident
from plait.base.access.by_itself import by_itself
from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.federation.models import Incident
from plait.base.federation.queries import incident
from plait.base.outbox import post

WHERE_TO_RING = "/areas/incidents/"


@deed
def climb_incident(*, incident_id: str, step: int, by: Actor, at: datetime) -> bool:
    """By Plait itself. That somebody has said that they ring ends nothing: what they found does. False once it is settled."""
    about = f"border-incident:{incident_id}"
    by_itself(by).insist(about=about)
    one = incident(incident_id)
    if one is None or one.settled_at is not None:
        record(act="border-incident:climbed-no-more", about=about, by=by, at=at)
        return False
    for to in dict.fromkeys(_readers(one, step, at=at)):
        key = f"{about}:{step}:{to}"
        post(key=key, kind=INCIDENT_LATE, to=to, context={"link_path": WHERE_TO_RING}, at=at)
    record(act="border-incident:climbed", about=about, by=by, at=at, reason=f"step-{step}")
    return True


def _readers(one: Incident, step: int, *, at: datetime) -> Iterator[str]:
    if one.taken_by:
        yield f"practitioner:{one.taken_by}"
    yield from who_rings(at=at)
    besides = told_of_incident(step)
    if "edt" in besides:
        yield from (f"team:{team.pk}" for team in queries.teams_of_kind(Team.Kind.EDT))
    if "information_governance" in besides:
        for person in queries.holders_of("information_governance", at=at):
            if Team.Kind.HUB in queries.kinds_of_teams(str(person.agency_id)):
                yield f"practitioner:{person.pk}"
