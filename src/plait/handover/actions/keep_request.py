"""Another area asks what we know of a child whom we said to know: kept, and nobody has looked at it yet."""

import uuid
from datetime import date, datetime

from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.timers import set_timer
from plait.handover.models import RequestReceived
from plait.handover.rules.discovery import answer_leaves
from plait.handover.wire.requests import Request

TIMER = "information-came"


@deed
def keep_request(
    *, code: str, name: str, message: str, said: Request, by: Actor, at: datetime
) -> RequestReceived:
    """Once for each message. What becomes of it is decided at its minute, for every request alike."""
    kept = RequestReceived.objects.create(
        code=code, name=name, message=uuid.UUID(message), about=uuid.UUID(said.child), quiet=said.quiet,
        asked_by={"name": said.by.name, "job": said.by.job, **said.ring.model_dump()}, purpose=said.purpose,
        gateway=said.gateway, questions=list(said.questions), period_from=_day(said.since),
        period_to=_day(said.until), arrived_at=at,
    )  # fmt: skip
    set_timer(key=f"{TIMER}:{kept.pk}", kind=TIMER, subject=kept.ref, due_at=answer_leaves(at))
    record(act="information:came", about=kept.ref, by=by, at=at, fields=("content",), purpose=said.purpose)
    return kept


def _day(said: str) -> date | None:
    return date.fromisoformat(said) if said else None
