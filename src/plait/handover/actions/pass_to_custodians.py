"""Somebody began to hide about whom another area asked openly, and nobody has answered yet: the custodians look, and answer."""

from datetime import datetime

from plait.base.access.by_itself import by_itself
from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.handover.models import AskReceived
from plait.handover.queries.discovery import became_quiet, requests_became_quiet
from plait.handover.store.confirming import pass_word_on
from plait.handover.store.requests import pass_to_keepers
from plait.handover.store.telling import tell_custodians


@deed
def pass_to_custodians(*, by: Actor, at: datetime) -> int:
    """By Plait itself: to the hub these questions are not there any more, so whoever keeps the record is told; so it is with what
    an area wanted to know after its question. Answers how many."""
    by_itself(by).insist(about="page:asked-between-areas")
    passed = 0
    for one in became_quiet().select_for_update(of=("self",)).order_by("arrived_at", "pk"):
        _quiet(one)
        pass_word_on(one, by=by, at=at)
        tell_custodians(one, again="hides", by=by, at=at)
        passed += 1
    wanted = requests_became_quiet().select_for_update(of=("self",)).select_related("ask")
    for request in wanted.order_by("arrived_at", "pk"):
        assert request.ask is not None
        _quiet(request.ask)
        pass_to_keepers(request, by=by, at=at)
        passed += 1
    record(act="discovery:passed-to-custodians", about="page:asked-between-areas", by=by, at=at)
    return passed


def _quiet(one: AskReceived) -> None:
    one.quiet = True
    one.save(update_fields=["quiet"])
