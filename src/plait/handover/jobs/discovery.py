"""Regular work about families who move."""

from datetime import datetime, timedelta

from plait.base.audit.actor import Actor
from plait.handover.actions.forget_asks import forget_asks
from plait.handover.queries.discovery import limits, old

WORKER = Actor.process("worker")


def let_old_asks_go(at: datetime) -> int:
    """Questions between areas whose time is over. Three light queries while there are none."""
    before = at - timedelta(days=limits(at).kept_days)
    if not any(rows.exists() for rows in old(before=before)):
        return 0
    return forget_asks(before=before, by=WORKER, at=at)
