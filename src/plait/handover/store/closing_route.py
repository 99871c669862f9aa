"""Nothing is given by this route: the same word whatever stands behind it, and a custodian rings where there is somebody."""

from datetime import datetime

from plait.base.audit.actor import Actor
from plait.handover.models import RequestReceived
from plait.handover.store.requests import answered, ring_of, send_told
from plait.handover.store.telling import owe_ring
from plait.handover.wire.discovery import Contact
from plait.handover.wire.requests import Told


def close_route(
    kept: RequestReceived, *, rings: str, keeper: str, ring: Contact, by: Actor, at: datetime
) -> None:
    """`rings`: the child whose custodian (`keeper`, or any) rings, who is not there for anybody else. What was asked of nobody
    known here goes. `ring`: whom they are told to ring, whatever stands behind it."""
    kept.number += 1
    kept.kind, kept.state, kept.answered_at = "nothing", RequestReceived.State.NOTHING, at
    if not rings:
        kept.purpose, kept.gateway, kept.questions, kept.period_from, kept.period_to = "", "", [], None, None
    send_told(kept, Told(number=kept.number, kind="nothing", ring=ring_of(ring)), at=at, must=False)
    kept.save()
    answered(kept.ref, by=by, at=at)
    if rings and kept.ask is not None:
        again = f"request:{kept.number}:{kept.pk}"[:24]
        owe_ring(kept.ask, person=rings, keeper=keeper, again=again, by=by, at=at)
