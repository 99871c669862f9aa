"""Climb: the next stage, with new owners on both sides and its own time. Never in silence, and never by itself."""

from datetime import datetime

from plait.base.access.deeds import deed
from plait.base.announce import announce
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.packs import release
from plait.escalation.access import open_escalation, part_in
from plait.escalation.events import Climbed
from plait.escalation.life import ESCALATION
from plait.escalation.models import Escalation
from plait.escalation.queries import current_stage, next_rule
from plait.escalation.rules import may_climb, may_make_more_urgent
from plait.escalation.store.leaving import may_leave
from plait.escalation.store.stages import begin_stage, close_stage
from plait.escalation.store.urgency import keep_more_urgent


@deed
def climb(
    *,
    escalation_id: str,
    because: str,
    stage_id: str = "",
    urgency: str = "",
    emergency_told: str = "",
    other_because: str = "",
    by: Actor,
    at: datetime,
) -> Escalation:
    """The stage above begins now, on the ladder of the day on which it was raised. `stage_id`: the stage that the one who
    climbs was looking at; sent twice it is done once. `urgency`: it is more urgent from here on, for the same reason. Raises
    Refused for one that is not more urgent, at the top, and for the side that was asked unless it
    owns the stage."""
    found = open_escalation(by, escalation_id, at=at, act="escalation:climb-opened", hold=True)
    stage = current_stage(found)
    if stage_id and stage_id in {
        str(pk) for pk in found.stages.exclude(pk=stage.pk).values_list("pk", flat=True)
    }:
        return found
    ESCALATION.may("climb", now=found.status).insist(about=found.ref)
    above = next_rule(stage)
    part = part_in(found, by)
    may_climb(part, at_the_top=above is None, because=because).insist(about=found.ref)
    assert above is not None
    if urgency:
        may_make_more_urgent(part, now=found.urgency, urgency=urgency, because=because).insist(
            about=found.ref
        )
    may_leave(found, [because, emergency_told], other_because=other_because, by=by, at=at)
    pack = release(found.pack)
    if urgency:
        told = emergency_told
        keep_more_urgent(stage, urgency, because=because, emergency_told=told, pack=pack, by=by, at=at)
    close_stage(stage, because="climbed", by=by, at=at)
    found.status = ESCALATION.after("climb", now=found.status)
    found.save(update_fields=["status"])
    made = begin_stage(found, above, order=stage.order + 1, because=because.strip(), pack=pack, by=by, at=at)
    record(
        act="escalation:climbed",
        about=[found.ref, f"contact:{found.contact_id}"],
        by=by,
        at=at,
        pack=found.pack,
    )
    announce(Climbed(found.pk, found.contact_id, made.code, by.id, at))
    return found
