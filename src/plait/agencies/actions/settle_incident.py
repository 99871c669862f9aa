"""Something went wrong between two areas: somebody rings, by name, and says what they found."""

from datetime import datetime

from plait.agencies.access import may_ring_about_border
from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.federation import incidents
from plait.base.federation.models import Incident


@deed
def take_incident(*, incident_id: str, by: Actor, at: datetime) -> Incident:
    """Say that you ring about it, so that others need not. A colleague may take it over. Refused once it is settled."""
    may_ring_about_border(by).insist(about=f"border-incident:{incident_id}")
    found = incidents.take(incident_id=incident_id, by=by, at=at)
    record(act="border-incident:taken", about=found.ref, by=by, at=at)
    return found


@deed
def settle_incident(*, incident_id: str, found: str, by: Actor, at: datetime) -> Incident:
    """Say what was found. The same thing again is a new incident. Refused without words, and once somebody has settled it."""
    may_ring_about_border(by).insist(about=f"border-incident:{incident_id}")
    one = incidents.settle(incident_id=incident_id, found=found, by=by, at=at)
    record(act="border-incident:settled", about=one.ref, by=by, at=at)
    return one
