"""Two months more for a request that is complex, or one of many: once, before it is late, and the one who asks is told why."""

from dataclasses import replace
from datetime import datetime

from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.clock.actions.rerate_clock import rerate_clock
from plait.base.clock.queries import clock
from plait.base.packs import current
from plait.privacy.access import may_act_for, opened, visible_requests
from plait.privacy.models import RightsRequest
from plait.privacy.rules.redacting import may_extend

MONTHS = 2


@deed
def extend_request(*, request_id: str, because: str, told: bool, by: Actor, at: datetime) -> RightsRequest:
    """`because` is what they were told. Its clock counts two months more from the same start; extended twice, once."""
    seen = opened(visible_requests(by), request_id, kind="request", by=by, at=at)
    may_act_for(str(seen.agency_id), by=by, at=at).insist(about=seen.ref)
    request = RightsRequest.objects.select_for_update().get(pk=seen.pk)
    if request.extended_at is not None:
        return request
    key = f"{request.ref}:answer"
    running = clock(key)
    in_time = running is not None and running.state == "running" and at <= running.due_at
    may_extend(in_time=in_time, because=because, told=told).insist(about=request.ref)
    if running is not None:
        longer = replace(running.target, amount=running.target.amount + MONTHS)
        rerate_clock(
            key=key,
            target=longer,
            calendar=current(at=at).calendar(),
            because="Two months more",
            by=by.id,
            at=at,
        )
    request.extended_because, request.extended_by, request.extended_at = because.strip(), by.id, at
    request.save(update_fields=["extended_because", "extended_by", "extended_at"])
    record(act="request:extended", about=request.ref, by=by, at=at)
    return request
