"""An area is believed again: what it asked before, and was answered while nothing could be said to it, is answered now."""

from datetime import datetime

from plait.base.access.by_itself import by_itself
from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.federation.queries import trusted
from plait.handover.models import AskReceived
from plait.handover.queries.discovery import whom_to_ring
from plait.handover.queries.open_with import unanswered
from plait.handover.queries.requests import is_kept, keeper_of
from plait.handover.store.telling import owe_ring, say


@deed
def answer_held(*, code: str, since: datetime, by: Actor, at: datetime) -> int:
    """By Plait itself. The word is weighed anew: of whoever hides by now *nothing by this route*, and their custodian rings. What
    a person has still to look at is answered by that person. Answers how many left."""
    by_itself(by).insist(about=f"page:area-{code}")
    rows = unanswered(code, since=since) if trusted(code) is not None else []
    for row in rows:
        kept = AskReceived.objects.select_for_update().get(pk=row.pk)
        person = str(kept.person) if kept.person else ""
        if kept.says in ("known", "possible") and person and is_kept(person):
            kept.says, kept.person, kept.state = "nothing", None, AskReceived.State.ANSWERED
            owe_ring(kept, person=person, keeper=keeper_of(person), again="held", by=by, at=at)
        say(kept, ring=whom_to_ring(quiet=kept.asked_quietly, at=at), at=at)
        record(act="discovery:answered-late", about=kept.ref, by=by, at=at)
    record(
        act="discovery:held-looked-over", about=f"page:area-{code}", by=by, at=at, reason=f"rows-{len(rows)}"
    )
    return len(rows)
