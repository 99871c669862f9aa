"""Our package is over there, or never will be."""

from datetime import datetime

from plait.base.access.by_itself import by_itself
from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.packs import current
from plait.handover.life import HANDOVER
from plait.handover.models import Handover
from plait.handover.store import waits

ARRIVED = "arrived"


@deed
def note_arrival(*, handover_id: str, state: str, why: str, by: Actor, at: datetime) -> None:
    """By Plait itself, when the message ended. A word that overtook the receipt stands."""
    by_itself(by).insist(about=f"handover:{handover_id}")
    handover = Handover.objects.select_for_update().filter(pk=handover_id).first()
    verb = "receive" if state == ARRIVED else "fail"
    if handover is not None and HANDOVER.may(verb, now=handover.status):
        handover.status = HANDOVER.after(verb, now=handover.status)
        handover.save(update_fields=["status"])
        if state == ARRIVED:  # that it is safe there says nothing of anybody who looks
            event, pack = "it is there", current(at=at)
            waits.begin(handover, waits.FIRST_WORD, event=event, pack=pack, by=by, at=at)
    record(
        act="handover:arrived" if state == ARRIVED else "handover:not-arrived",
        about=f"handover:{handover_id}",
        by=by,
        at=at,
        reason=why,
    )
