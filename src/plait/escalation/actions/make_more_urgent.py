"""It is more urgent now: the same disagreement on the same stage, with less time for an answer."""

from datetime import datetime

from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.packs import release
from plait.escalation.access import open_escalation, part_in
from plait.escalation.life import ESCALATION
from plait.escalation.models import Escalation
from plait.escalation.queries import clock_key, current_stage, owner_now, rule_of
from plait.escalation.rules import counts_as_harm, may_make_more_urgent
from plait.escalation.store import timing
from plait.escalation.store.leaving import may_leave
from plait.escalation.store.stages import tell_ref
from plait.escalation.store.urgency import keep_more_urgent


@deed
def make_more_urgent(
    *,
    escalation_id: str,
    urgency: str,
    because: str,
    emergency_told: str = "",
    other_because: str = "",
    by: Actor,
    at: datetime,
) -> Escalation:
    """The time that runs is counted from its first start by the new urgency, so that it may be late at once; both owners are
    told, or rung, as for that urgency. The same said twice is once. Raises Refused for one that is not more urgent."""
    found = open_escalation(by, escalation_id, at=at, act="escalation:urgency-opened", hold=True)
    stage = current_stage(found)
    said = {"urgency": urgency, "because": because.strip(), "by": by.id}
    if found.urgency == urgency and stage.more_urgent.filter(**said).exists():
        return found
    ESCALATION.may("make more urgent", now=found.status).insist(about=found.ref)
    rule = may_make_more_urgent(part_in(found, by), now=found.urgency, urgency=urgency, because=because)
    rule.insist(about=found.ref)
    may_leave(found, [because, emergency_told], other_because=other_because, by=by, at=at)
    pack = release(found.pack)
    made = keep_more_urgent(
        stage, urgency, because=because, emergency_told=emergency_told, pack=pack, by=by, at=at
    )
    of_stage = rule_of(stage)
    timing.bring_nearer(
        clock_key(found),
        timing.reply_rule(urgency, of_stage, pack) if found.status == "answered" else of_stage.clocks.of(urgency),
        kind=timing.LATE, subject=found.ref, because=made.because, pack=pack, by=by, at=at,
    )  # fmt: skip
    letter = "ring" if counts_as_harm(urgency) else "waiting"
    owners = [owner.ref for side in ("theirs", "ours") if (owner := owner_now(stage, side)) is not None]
    for one in dict.fromkeys([*owners, f"practitioner:{found.by}"]):
        if one != f"practitioner:{by.id}":
            tell_ref(found, one, "urgent", mark=urgency, letter=letter, phone=pack.area.hub_phone, at=at)
    record(
        act="escalation:more-urgent",
        about=[found.ref, f"contact:{found.contact_id}"],
        by=by,
        at=at,
        pack=found.pack,
        fields=("content",),
    )
    return found
