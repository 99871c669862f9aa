"""The time is over in which a custodian was to ring another area."""

from datetime import datetime

from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.handover.models import AskReceived
from plait.handover.store.telling import remind_custodians


@deed
def remind_to_ring(*, ask_id: str, turn: int, by: Actor, at: datetime) -> bool:
    """Told again while nobody has rung; False once somebody has."""
    kept = AskReceived.objects.filter(pk=ask_id, ring=AskReceived.Ring.OWED).first()
    record(act="discovery:not-rung", about=f"ask-received:{ask_id}", by=by, at=at)
    if kept is None:
        return False
    remind_custodians(kept, turn=turn, at=at)
    return True
