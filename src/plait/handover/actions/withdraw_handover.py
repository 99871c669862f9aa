"""Take a handover back: the family stays with us, or moved on before the other area had hold."""

from datetime import datetime

from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, no
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.handover.access.copying import insist_no_copy
from plait.handover.access.handing import held_handover, insist_speaks
from plait.handover.life import WITHDRAWN
from plait.handover.models import Handover
from plait.handover.queries.packing import says_who_told, veiled_for
from plait.handover.rules.offering import may_take_back
from plait.handover.store import waits
from plait.handover.store.legs import let_go
from plait.handover.store.words import say


@deed
def withdraw_handover(*, handover_id: str, because: str, by: Actor, at: datetime) -> Handover:
    """The other area is told, with the reason and never where the family is now. Should it have said in the same moment that it
    has hold, that stands. An area that is believed no longer cannot be told: it is taken back all the same, and somebody rings.
    Twice changes nothing. Raises Refused."""
    handover = held_handover(by, handover_id, side="out", at=at, act="handover:take-back")
    insist_speaks(handover, by)
    if handover.status == WITHDRAWN:
        return handover
    may_take_back(handover.status, because).insist(about=handover.ref)
    if says_who_told(handover.contact, [because]):
        told = "Your words would say who told us. Nothing was sent."
        raise Refused(
            no("gives-away", say=told, next_step="Take the name out, then send it"), about=handover.ref
        )
    insist_no_copy(handover.contact, [because], by=by, about=handover.ref)
    say(handover, "take back", words=veiled_for(handover.contact, because.strip()), by=by, at=at)
    handover.ended_at = at
    handover.save(update_fields=["status", "said_words", "ended_at"])
    Handover.objects.filter(crossed=handover).update(crossed=None)
    let_go(handover, by=by, at=at)
    waits.end(handover, waits.FIRST_WORD, waits.QUESTION, event="taken back", by=by, at=at)
    record(act="handover:taken-back", about=handover.ref, by=by, at=at, fields=("content",))
    return handover
