"""Open a disagreement; an agency’s written outcome is marked as read the first time somebody of it opens it."""

from datetime import datetime

from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.escalation.access import open_escalation
from plait.escalation.models import Escalation


@deed
def read_outcome(*, escalation_id: str, by: Actor, at: datetime) -> Escalation:
    """The disagreement, for whoever has a part in it."""
    found = open_escalation(by, escalation_id, at=at)
    unread = found.outcomes.filter(agency_id=by.agency, read_at__isnull=True)
    if unread.update(read_at=at, read_by=by.id):
        record(act="escalation:outcome-read", about=found.ref, by=by, at=at)
    return found
