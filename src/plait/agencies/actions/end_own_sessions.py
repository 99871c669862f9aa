"""End every session of one's own, wherever it is open."""

from datetime import datetime

from plait.agencies.models import User
from plait.agencies.store import end_sessions_of
from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.base.audit.record import record


@deed
def end_own_sessions(*, user_id: str, by: Actor, at: datetime) -> None:
    """All of them, at once; a browser that still shows a page can fetch no other."""
    end_sessions_of(User.objects.get(pk=user_id))
    record(act="sign-in:all-ended", about=f"practitioner:{by.id}", by=by, at=at)
