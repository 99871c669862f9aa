"""We have read what the other area told us: it waits no longer."""

from datetime import datetime

from plait.agencies.roles import may
from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.handover.access.handing import DECIDES, insist_speaks, open_handover
from plait.handover.life import RECEIVED
from plait.handover.models import Handover
from plait.handover.store import times
from plait.handover.store.words import is_read


@deed
def note_read(*, handover_id: str, by: Actor, at: datetime) -> Handover:
    """By whoever answers on our side of it. Nothing is sent; the clocks of what is owed run on. Twice changes nothing."""
    seen = open_handover(by, handover_id, at=at, act="handover:note-read")
    handover = Handover.objects.select_for_update().get(pk=seen.pk)
    if handover.side == Handover.Side.OUT:
        insist_speaks(handover, by)
    else:
        may(by, DECIDES).insist(about=handover.ref)
    is_read(handover)
    if handover.status != RECEIVED:  # else the package itself waits to be looked at
        times.read(handover, by=by, at=at)
    record(act="handover:read-what-came", about=handover.ref, by=by, at=at)
    return handover
