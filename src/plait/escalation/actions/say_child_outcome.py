"""What it did for the child: asked thirty days after it ended, of the side that disagreed."""

from datetime import datetime

from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, no
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.escalation.access import open_escalation, part_in
from plait.escalation.models import ChildOutcome
from plait.escalation.queries import current_stage, is_open
from plait.escalation.rules import may_say_outcome
from plait.escalation.store import timing
from plait.escalation.store.leaving import may_leave
from plait.escalation.store.owners import let_go


@deed
def say_child_outcome(
    *, escalation_id: str, how: str, said: str, other_because: str = "", by: Actor, at: datetime
) -> ChildOutcome:
    """Better, no different, worse or not known, with a sentence. Said once; from then on nobody owes anything."""
    found = open_escalation(by, escalation_id, at=at, act="escalation:child-opened", hold=True)
    part = part_in(found, by)
    may_say_outcome(part, ended=not is_open(found), said=said).insist(about=found.ref)
    outcome = ChildOutcome.objects.select_for_update().get(escalation=found)
    if outcome.at is not None:
        if (outcome.by, outcome.said, outcome.how) == (by.id, said.strip(), how):
            return outcome
        say = "Somebody has said this already. What you wrote was not kept."
        raise Refused(no("already-said", say=say, next_step="Read what they wrote"), about=found.ref)
    may_leave(found, [said], other_because=other_because, by=by, at=at)
    outcome.how, outcome.said = ChildOutcome.How(how), said.strip()
    outcome.by, outcome.by_name, outcome.at = by.id, by.name, at
    outcome.save(update_fields=["how", "said", "by", "by_name", "at"])
    timing.stop(timing.child_key(found.ref), end_event="said", by=by, at=at)
    let_go(current_stage(found), ("ours",), because="child outcome said", at=at)
    record(act="escalation:child-outcome", about=[found.ref, f"contact:{found.contact_id}"], by=by, at=at)
    return outcome
