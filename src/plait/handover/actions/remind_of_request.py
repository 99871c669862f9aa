"""The time is over in which one area was to tell the other what it knows."""

from datetime import datetime

from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.handover.models import AreaRequest, RequestReceived
from plait.handover.queries.discovery import whom_to_ring
from plait.handover.queries.requests import is_kept, keeper_of
from plait.handover.store.closing_route import close_route
from plait.handover.store.requests import tell_answerers, tell_asker


@deed
def remind_of_request(*, ref: str, by: Actor, at: datetime) -> None:
    """Whoever asked hears that there is no answer yet; here whoever answers. Where somebody began to hide meanwhile nobody
    answers by this route any more."""
    kind, _, pk = ref.partition(":")
    record(act="information:late", about=ref, by=by, at=at)
    if kind == "area-request":
        ours = AreaRequest.objects.filter(pk=pk).exclude(state=AreaRequest.State.ANSWERED).first()
        if ours is not None:
            tell_asker(ours, kind="area-silent", key="late", at=at)
        return
    rows = RequestReceived.objects.select_for_update(of=("self",)).select_related("ask")
    kept = rows.filter(pk=pk, state__in=(RequestReceived.State.OPEN, RequestReceived.State.PARTLY)).first()
    if kept is None or kept.ask is None or kept.ask.person is None:
        return
    person = str(kept.ask.person)
    if is_kept(person):
        ring = whom_to_ring(quiet=kept.quiet, at=at)
        close_route(kept, rings=person, keeper=keeper_of(person), ring=ring, by=by, at=at)
    else:
        tell_answerers(kept, late=True, at=at)
