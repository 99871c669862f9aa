"""Asking between areas what is known: what is posted, who here hears, and the clock of the answer on both sides."""

import uuid
from datetime import datetime
from functools import partial
from io import BytesIO

import structlog

from plait.agencies import queries as agencies
from plait.base.access.verdict import Refused
from plait.base.audit.actor import Actor
from plait.base.clock.actions.pass_on_clock import pass_on_clock
from plait.base.clock.actions.start_clock import start_clock
from plait.base.clock.actions.stop_clock import stop_clock
from plait.base.clock.models import RunningClock
from plait.base.clock.queries import clock as clock_of
from plait.base.clock.queries import not_before
from plait.base.federation.posting import post as post_abroad
from plait.base.federation.wire.contents import Contents, Part
from plait.base.outbox import post
from plait.base.packs import Pack
from plait.base.timers import cancel_timer, set_timer
from plait.handover.models import AreaRequest, RequestReceived
from plait.handover.store.telling import custodians_of
from plait.handover.wire.discovery import Contact
from plait.handover.wire.requests import REQUEST, TOLD, Request, Ring, Told, write_request, write_told

CLOCK, LATE = "area_information", "information-late"
OURS, THEIRS = "/areas/asked/known/", "/areas/asked/"
log = structlog.get_logger()


def ring_of(one: Contact) -> Ring:
    """Whom to ring here, as it travels."""
    return Ring(
        organisation=one.organisation, team=one.team, phone=one.phone, emergency_name=one.emergency_name,
        emergency_phone=one.emergency_phone,
    )  # fmt: skip


def send_request(asked_id: str, *, to: str, key: str, said: Request, subject: str, at: datetime) -> uuid.UUID:
    """The request leaves in the transaction of its deed: the number of its message. Raises Refused, NotAccepted."""
    raw = write_request(said)
    made = post_abroad(
        to=to, key=f"{REQUEST}:{key}", contents=Contents(REQUEST, about=asked_id), subject=subject, at=at,
        parts=[Part("request.json", "application/json", partial(BytesIO, raw))],
    )  # fmt: skip
    return uuid.UUID(str(made.pk))


def send_told(kept: RequestReceived, said: Told, *, at: datetime, must: bool) -> None:
    """An answer leaves. `must`, of what was weighed at this moment: raises Refused where that area is not believed any more; else
    it is held until it is again."""
    raw = write_told(said)
    try:
        post_abroad(
            to=kept.code, key=f"{TOLD}:{kept.pk}:{said.number}", contents=Contents(TOLD, about=str(kept.message)),
            parts=[Part("told.json", "application/json", partial(BytesIO, raw))], subject=kept.ref, at=at,
            owed=not must,
        )  # fmt: skip
    except Refused as refusal:
        if must:
            raise
        log.warning("information-not-answered", area=kept.code, why=refusal.verdict.reason)


# --- the clock of the answer
def promise(ref: str, *, event: str, owner: str, pack: Pack, by: Actor, at: datetime) -> datetime:
    """From now on an answer is due: by when. Whoever waits for it is told when it is late."""
    rule = pack.clock_rule(CLOCK)
    running = start_clock(
        key=f"{ref}:answer", rule=rule.code, subject=ref, start_event=event, started_at=at, target=rule.target,
        calendar=pack.calendar(), owner=owner, by=by.id, at=at, pack_release=str(pack.release_id or ""),
        at_risk_fraction=rule.at_risk_fraction,
    )  # fmt: skip
    set_timer(key=f"{LATE}:{ref}", kind=LATE, subject=ref, due_at=running.due_at)
    return running.due_at


def answered(ref: str, *, by: Actor, at: datetime) -> None:
    """Nothing is owed on it any more."""
    found = clock_of(f"{ref}:answer")
    if found is not None and found.state != RunningClock.State.STOPPED:
        stop_clock(key=found.key, end_event="answered", by=by.id, at=not_before(found, at))
    cancel_timer(key=f"{LATE}:{ref}")


# --- who hears
def tell_answerers(kept: RequestReceived, *, late: bool = False, at: datetime) -> None:
    """The hub; of what goes quietly the custodians and nobody else."""
    if kept.ask is None:
        return
    if kept.quiet:
        readers = custodians_of(kept.ask, at=at)
    else:
        readers = [f"team:{team.pk}" for team in agencies.teams_of_kind("hub")]
    kind = "area-waits" if late else "area-wants-to-know"
    for reader in readers:
        post(
            key=f"{kept.ref}:{kind}:{reader}", kind=kind, to=reader,
            context={"link_path": f"{THEIRS}{kept.ask_id}/"}, at=at,
        )  # fmt: skip


def pass_to_keepers(kept: RequestReceived, *, by: Actor, at: datetime) -> None:
    """Somebody of whom it was asked openly hides by now: it is the custodians', who hear at once, and its clock too. Saves it."""
    kept.quiet = True
    kept.save(update_fields=["quiet"])
    pass_on_clock(key=f"{kept.ref}:answer", owner="custodian", by=by.id, at=at)
    tell_answerers(kept, at=at)


def tell_asker(ours: AreaRequest, *, kind: str, key: str, at: datetime) -> None:
    """Whoever asked hears that there is an answer, or none in time."""
    post(
        key=f"{ours.ref}:{key}", kind=kind, to=f"practitioner:{ours.by}",
        context={"link_path": f"{OURS}{ours.asked_id}/"}, at=at,
    )  # fmt: skip
