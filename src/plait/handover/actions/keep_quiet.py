"""Somebody here began to hide whom another area looks for: from now on its word is the custodians' alone."""

from datetime import datetime

from plait.base.access.by_itself import by_itself
from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.handover.queries import alerting as queries
from plait.handover.store import alerting as store


@deed
def keep_quiet(*, by: Actor, at: datetime) -> int:
    """By Plait itself: of other areas' alerts that the hub reads, those that may be about somebody kept here by now. The hub
    reads them no more, and custodians are told. Answers how many there were."""
    by_itself(by).insist(about="page:missing-families")
    found = 0
    for one in queries.read_by_the_hub().select_for_update(of=("self",)):
        if not queries.may_be_kept_here(queries.told_of(one)):
            continue
        one.quiet = True
        one.save(update_fields=["quiet"])
        store.tell_here(one, "missing-family", at=at)
        found += 1
    record(act="missing:kept-quiet", about="page:missing-families", by=by, at=at)
    return found
