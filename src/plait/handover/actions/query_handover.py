"""Ask the area that hands a family over: one question at a time."""

from datetime import datetime

from plait.agencies.roles import may
from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.packs import current
from plait.handover.access.copying import insist_no_copy
from plait.handover.access.handing import DECIDES, held_handover
from plait.handover.models import Handover
from plait.handover.queries.handing import offered_facts
from plait.handover.queries.packing import veiled_for
from plait.handover.rules.deciding import may_query
from plait.handover.store import times
from plait.handover.store.words import say


@deed
def query_handover(*, handover_id: str, question: str, by: Actor, at: datetime) -> Handover:
    """They answer with something that they add. Nothing that is protected here goes with the question."""
    may(by, DECIDES).insist(about=f"handover:{handover_id}")
    handover = held_handover(by, handover_id, side="in", at=at, act="handover:query")
    may_query(offered_facts(handover), question).insist(about=handover.ref)
    insist_no_copy(handover.contact, [question], by=by, about=handover.ref)
    say(handover, "query", words=veiled_for(handover.contact, question.strip()), by=by, at=at)
    handover.save(update_fields=["status", "said_words"])
    times.asked(handover, pack=current(at=at), by=by, at=at)
    record(act="handover:queried", about=handover.ref, by=by, at=at, fields=("content",))
    return handover
