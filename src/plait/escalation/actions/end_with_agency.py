"""An agency ended: its open questions, and what its people disagreed about among themselves, end with a reason on the record."""

from datetime import datetime
from uuid import UUID

from plait.base.access.by_itself import by_itself
from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.escalation.store.ended import end_inside, end_question, of_agency


@deed
def end_with_agency(*, agency_id: UUID, by: Actor, at: datetime) -> int:
    """By Plait itself. Answers how many ended; a disagreement with another agency does not."""
    by_itself(by).insist(about="page:escalations")
    inside, asked = of_agency(agency_id)
    for one in inside:
        end_inside(one, by=by, at=at)
    for question in asked:
        end_question(question, by=by, at=at)
    record(act="escalation:ended-with-agency", about="page:escalations", by=by, at=at)
    return len(inside) + len(asked)
