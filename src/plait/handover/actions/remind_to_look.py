"""An area asked beyond its measure, and nobody has looked yet for whom it asked about."""

from datetime import datetime

from plait.base.access.by_itself import by_itself
from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.handover.queries.discovery import unlooked
from plait.handover.store.unlooked import tell_unlooked


@deed
def remind_to_look(*, code: str, by: Actor, at: datetime) -> bool:
    """By Plait itself: the custodians hear again; False once somebody has looked at all of it."""
    by_itself(by).insist(about="page:asked-between-areas")
    kept = unlooked(code).order_by("arrived_at", "pk").first()
    record(act="discovery:not-looked", about="page:asked-between-areas", by=by, at=at)
    if kept is None:
        return False
    tell_unlooked(kept, at=at)
    return True
