"""The time is over in which somebody was to look whether it is the family that another area means."""

from datetime import datetime

from plait.base.access.by_itself import by_itself
from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.handover.models import AskReceived
from plait.handover.queries.discovery import became_quiet
from plait.handover.store.confirming import tell_late


@deed
def remind_to_confirm(*, ask_id: str, turn: int, by: Actor, at: datetime) -> bool:
    """By Plait itself: told again while nobody has looked; False once somebody has."""
    by_itself(by).insist(about=f"ask-received:{ask_id}")
    kept = AskReceived.objects.filter(pk=ask_id, state=AskReceived.State.CONFIRM).first()
    record(act="discovery:not-confirmed", about=f"ask-received:{ask_id}", by=by, at=at)
    if kept is None:
        return False
    quiet = kept.quiet or became_quiet().filter(pk=kept.pk).exists()
    tell_late(kept, quiet=quiet, turn=turn, at=at)
    return True
