"""It is settled: what was agreed, or decided at the top, is written on both agencies’ records."""

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
from plait.escalation.queries import current_stage, next_rule
from plait.escalation.rules import may_settle
from plait.escalation.store.leaving import may_leave
from plait.escalation.store.stages import end


@deed
def resolve(
    *, escalation_id: str, outcome: str, learning: str = "", other_because: str = "", by: Actor, at: datetime
) -> Escalation:
    """Settled, by whoever disagreed, or decided at the last stage by whoever arbitrates. `learning`: what it taught us."""
    found = open_escalation(by, escalation_id, at=at, act="escalation:end-opened", hold=True)
    if found.status == "resolved" and found.ended_by == by.id:
        return found
    ESCALATION.may("resolve", now=found.status).insist(about=found.ref)
    stage = current_stage(found)
    top = next_rule(stage) is None
    may_settle(part_in(found, by), at_the_top=top, outcome=outcome).insist(about=found.ref)
    may_leave(found, [outcome], other_because=other_because, by=by, at=at)
    end(
        found, stage, status=ESCALATION.after("resolve", now=found.status), outcome=outcome.strip(),
        learning=learning[:200], pack=release(found.pack), by=by, at=at,
    )  # fmt: skip
    record(
        act="escalation:resolved",
        about=[found.ref, f"contact:{found.contact_id}"],
        by=by,
        at=at,
        fields=("content",),
    )
    announce(EscalationEnded(found.pk, found.contact_id, "resolved", by.id, at))
    return found
