"""Another area asks about a family: what it says is kept, the answer is promised for its minute, and for the moment after it that
whoever has something to do hears. Nobody is looked for yet."""

import uuid
from dataclasses import asdict
from datetime import datetime, timedelta

from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.federation.incidents import raise_incident
from plait.base.timers import set_timer
from plait.handover.models import AskReceived
from plait.handover.queries.discovery import heard_from, limits, may_be_kept
from plait.handover.rules.discovery import answer_leaves, asks_too_much
from plait.handover.wire.discovery import Ask, Somebody

TIMER, TELL = "discovery-answer", "discovery-tell"
AFTER = timedelta(seconds=15)  # the answer: some rounds of the worker later


@deed
def keep_ask(*, code: str, name: str, message: str, ask: Ask, by: Actor, at: datetime) -> AskReceived:
    """Once for each message. An area that asks about everybody is an incident at the border, and nobody is looked for; so that an
    honest question among them is not lost, what it asks is the custodians', who can look (`actions.look_anyway`)."""
    too_many = asks_too_much(heard_from(code, ask.name, at=at), limits(at))
    stays = not too_many or may_be_kept(code, at=at)
    kept = AskReceived.objects.create(
        code=code, name=name, message=uuid.UUID(message), quiet=ask.quiet or too_many, asked_quietly=ask.quiet,
        asked_by={"name": ask.name, "job": ask.job, **asdict(ask.ring)}, purpose=ask.purpose, gateway=ask.gateway,
        because=ask.because, child=said(ask.child) if stays else {}, too_many=too_many, arrived_at=at,
        household=[said(one) for one in ask.household] if stays else [],
        homes=[asdict(one) for one in ask.homes] if stays else [],
    )  # fmt: skip
    if too_many:
        raise_incident("asks-about-many", code=code, at=at)
    leaves = answer_leaves(at)
    set_timer(key=f"{TIMER}:{kept.pk}", kind=TIMER, subject=kept.ref, due_at=leaves)
    set_timer(key=f"{TELL}:{kept.pk}", kind=TELL, subject=kept.ref, due_at=leaves + AFTER)
    record(act="discovery:came", about=kept.ref, by=by, at=at, fields=("identity",), purpose=ask.purpose)
    return kept


def said(one: Somebody) -> dict[str, str]:
    """A person as they were described, for keeping."""
    return {**asdict(one), "born_on": one.born_on.isoformat() if one.born_on else ""}
