"""The one who looked says why."""

from datetime import datetime

from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, no
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.clock.actions.stop_clock import stop_clock
from plait.privacy.access import open_own_lookup
from plait.privacy.models import LookUp


@deed
def explain_lookup(*, lookup_id: str, answer: str, by: Actor, at: datetime) -> LookUp:
    """Once, in their own words. Raises Refused for an empty answer, and hides from whoever was not asked."""
    known = LookUp.objects.filter(pk=lookup_id, who__pk=by.id, state=LookUp.State.ANSWERED).first()
    if known is not None and known.answer == answer.strip():
        record(act="lookup:explained-again", about=known.ref, by=by, at=at)
        return known
    seen = open_own_lookup(by, lookup_id, at=at)
    if not answer.strip():
        raise Refused(
            no("needs-reason", say="Say why you looked.", next_step="Write a sentence or two"), about=seen.ref
        )
    lookup = LookUp.objects.select_for_update().get(pk=seen.pk)
    lookup.state, lookup.answer, lookup.answered_at = LookUp.State.ANSWERED, answer.strip(), at
    lookup.save(update_fields=["state", "answer", "answered_at"])
    stop_clock(key=f"{lookup.ref}:explained", end_event="Explained", by=by.id, at=at)
    record(act="lookup:explained", about=lookup.ref, by=by, at=at, fields=("content",))
    return lookup
