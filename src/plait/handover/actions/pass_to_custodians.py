"""Somebody began to hide about whom another area asked openly, and nobody has looked yet: the custodians look."""

from datetime import datetime

from plait.base.access.by_itself import by_itself
from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.handover.queries.discovery import became_quiet
from plait.handover.store.telling import tell_custodians


@deed
def pass_to_custodians(*, by: Actor, at: datetime) -> int:
    """By Plait itself: to the hub these questions are not there any more, so whoever keeps the record is told. Answers how
    many."""
    by_itself(by).insist(about="page:asked-between-areas")
    passed = 0
    for one in became_quiet().select_for_update(of=("self",)).order_by("arrived_at", "pk"):
        one.quiet = True
        one.save(update_fields=["quiet"])
        tell_custodians(one, again="hides", by=by, at=at)
        passed += 1
    record(act="discovery:passed-to-custodians", about="page:asked-between-areas", by=by, at=at)
    return passed
