"""Taken back by whoever disagreed, with the reason on both agencies’ records."""

from datetime import datetime

from plait.base.access.deeds import deed
from plait.base.announce import announce
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.packs import release
from plait.escalation.access import open_escalation, part_in
from plait.escalation.events import EscalationEnded
from plait.escalation.life import ESCALATION
from plait.escalation.models import Escalation
from plait.escalation.queries import current_stage
from plait.escalation.rules import may_withdraw
from plait.escalation.store.leaving import may_leave
from plait.escalation.store.stages import end


@deed
def withdraw(
    *, escalation_id: str, because: str, learning: str = "", other_because: str = "", by: Actor, at: datetime
) -> Escalation:
    """It is taken back. What it did for the child is asked all the same."""
    found = open_escalation(by, escalation_id, at=at, act="escalation:end-opened", hold=True)
    if found.status == "withdrawn" and found.ended_by == by.id:
        return found
    ESCALATION.may("withdraw", now=found.status).insist(about=found.ref)
    may_withdraw(part_in(found, by), because=because).insist(about=found.ref)
    may_leave(found, [because], other_because=other_because, by=by, at=at)
    end(
        found, current_stage(found), status=ESCALATION.after("withdraw", now=found.status), outcome=because.strip(),
        learning=learning[:200], pack=release(found.pack), by=by, at=at,
    )  # fmt: skip
    record(
        act="escalation:withdrawn",
        about=[found.ref, f"contact:{found.contact_id}"],
        by=by,
        at=at,
        fields=("content",),
    )
    announce(EscalationEnded(found.pk, found.contact_id, "withdrawn", by.id, at))
    return found
