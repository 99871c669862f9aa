"""Nothing is given by this route: the same word whatever stands behind it, and a custodian rings where there is somebody."""

import uuid
from datetime import datetime

from plait.base.audit.actor import Actor
from plait.handover.models import AskReceived, RequestReceived
from plait.handover.store.requests import answered, ring_of, send_told
from plait.handover.store.telling import tell_custodians
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
        ask, waits = kept.ask, kept.ask.ring == AskReceived.Ring.OWED
        ask.quiet, ask.kept, ask.ring = True, uuid.UUID(rings), AskReceived.Ring.OWED
        ask.custodian = ask.custodian or keeper
        ask.save()
        if not waits:  # else somebody is to ring already
            tell_custodians(ask, again=f"request:{kept.number}:{kept.pk}"[:24], by=by, at=at)
