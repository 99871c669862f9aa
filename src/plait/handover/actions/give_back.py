"""Give a family back to the area it came from: it went home, or never was ours."""

from datetime import datetime

from plait.agencies.roles import may
from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.handover.access.copying import insist_no_copy
from plait.handover.access.handing import DECIDES, held_handover
from plait.handover.life import RETURNED
from plait.handover.models import Handover
from plait.handover.queries.handing import offered_facts
from plait.handover.queries.packing import veiled_for
from plait.handover.rules.deciding import may_give_back
from plait.handover.store import times
from plait.handover.store.legs import let_go
from plait.handover.store.words import say


@deed
def give_back(*, handover_id: str, because: str, by: Actor, at: datetime) -> Handover:
    """From this moment the other area answers for the family again. Twice changes nothing."""
    may(by, DECIDES).insist(about=f"handover:{handover_id}")
    handover = held_handover(by, handover_id, side="in", at=at, act="handover:give-back")
    if handover.status == RETURNED:
        return handover
    may_give_back(offered_facts(handover), because).insist(about=handover.ref)
    insist_no_copy(handover.contact, [because], by=by, about=handover.ref)
    say(handover, "give back", words=veiled_for(handover.contact, because.strip()), by=by, at=at)
    handover.ended_at = at
    handover.save(update_fields=["status", "said_words", "ended_at"])
    times.over(handover, held=False, by=by, at=at)
    let_go(handover, by=by, at=at)
    record(act="handover:given-back", about=handover.ref, by=by, at=at, fields=("content",))
    return handover
