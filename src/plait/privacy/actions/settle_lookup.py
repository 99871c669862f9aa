"""Say what came of a look-up, with the reason."""

from datetime import datetime

from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, no
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.clock.actions.stop_clock import stop_clock
from plait.base.clock.queries import NOT_REQUIRED
from plait.privacy.access import open_lookup
from plait.privacy.models import LookUp
from plait.privacy.rules import may_settle_lookup


@deed
def settle_lookup(*, lookup_id: str, outcome: str, because: str, by: Actor, at: datetime) -> LookUp:
    """Once. The same again changes nothing; another outcome after it is refused. Whoever it is about, who flagged the record or
    who knows the person finds nothing here: another reviewer does it."""
    seen = open_lookup(by, lookup_id, at=at, act="lookup:settle")
    lookup = LookUp.objects.select_for_update().get(pk=seen.pk)
    if lookup.state == LookUp.State.SETTLED:
        if (lookup.outcome, lookup.settled_because, lookup.settled_by) == (outcome, because.strip(), by.id):
            return lookup
        raise Refused(
            no("already-settled", say="Somebody has settled this already.", next_step="Read what they wrote"),
            about=lookup.ref,
        )
    may_settle_lookup(state=lookup.state, outcome=outcome, because=because).insist(about=lookup.ref)
    if lookup.state == LookUp.State.ASKED:
        stop_clock(key=f"{lookup.ref}:explained", end_event=NOT_REQUIRED, by=by.id, at=at)
    lookup.state, lookup.outcome, lookup.settled_because = LookUp.State.SETTLED, outcome, because.strip()
    lookup.settled_by, lookup.settled_at = by.id, at
    lookup.save(update_fields=["state", "outcome", "settled_because", "settled_by", "settled_at"])
    record(
        act="lookup:settled",
        about=[lookup.ref, f"practitioner:{lookup.who_id}"],
        by=by,
        at=at,
        reason=outcome,
        fields=("content",),
    )
    return lookup
