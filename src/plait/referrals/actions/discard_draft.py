"""Throw away an unsent draft, at its author's wish."""

from datetime import datetime

from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, hidden
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.referrals.models import Draft


@deed
def discard_draft(*, draft_id: str, by: Actor, at: datetime) -> None:
    """Remove the author's own unsent draft. Somebody else's, a sent one and none at all are refused alike."""
    gone, _ = Draft.objects.filter(pk=draft_id, author=by.id, sent_at__isnull=True).delete()
    if not gone:
        raise Refused(hidden("no-such-draft"), about=f"draft:{draft_id}")
    record(act="draft:discarded", about=f"draft:{draft_id}", by=by, at=at)
