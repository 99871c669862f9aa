"""Accept for triage: somebody here looks from now on. It promises nothing yet."""

from datetime import datetime

from plait.agencies.roles import may
from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.packs import current
from plait.handover.access.handing import DECIDES, held_handover
from plait.handover.life import TRIAGE
from plait.handover.models import Handover
from plait.handover.queries.handing import offered_facts
from plait.handover.rules.deciding import may_triage
from plait.handover.store import times
from plait.handover.store.words import say


@deed
def triage_handover(*, handover_id: str, by: Actor, at: datetime) -> Handover:
    """The other area hears it; where this area counts the conference from this day, its time begins. Twice changes nothing."""
    may(by, DECIDES).insist(about=f"handover:{handover_id}")
    handover = held_handover(by, handover_id, side="in", at=at, act="handover:triage")
    if handover.status == TRIAGE:
        return handover
    may_triage(offered_facts(handover)).insist(about=handover.ref)
    say(handover, "accept for triage", by=by, at=at)
    handover.ended_at = None
    handover.save(update_fields=["status", "said_words", "ended_at"])
    times.looked(handover, pack=current(at=at), by=by, at=at)
    record(act="handover:looked-at", about=handover.ref, by=by, at=at)
    return handover
