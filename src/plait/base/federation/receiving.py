"""The inbox: an envelope is taken in once, whichever way it came, and answered with a signed receipt.

Nothing of it is read before its sender is known and believed; nothing is done with it before all of it was verified. What follows
from it stands in the transaction that takes it in, so a receipt is never given for what is not safe here.
"""

import re
import tempfile
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO, cast

import structlog
from django.db import DatabaseError, transaction

from plait.base.access.verdict import Refused
from plait.base.audit.record import record
from plait.base.federation import outgoing, queries
from plait.base.federation.incidents import BORDER, raise_incident
from plait.base.federation.kinds import Arrived, handler_of, understood
from plait.base.federation.models import Incoming, Peer
from plait.base.federation.own import own_code
from plait.base.federation.rules.arriving import Held, arrival
from plait.base.federation.rules.incidents import FORGED
from plait.base.federation.wire.envelope import (
    IN_MEMORY,
    Head,
    body_of,
    first_of,
    in_time,
    open_body,
    read_head,
    sender_said,
)
from plait.base.federation.wire.receipts import Receipt, State, write_receipt
from plait.base.federation.wire.refusals import NotAccepted
from plait.base.keys import BadRing, NoKeys, Ring, own_ring

log = structlog.get_logger()
CODE = re.compile(r"[a-z][a-z-]{0,59}")
NOT_BELIEVED = FORGED | {"unknown-sender"}
TOO_LARGE = frozenset({"too-large", "too-long"})


@dataclass(frozen=True, slots=True)
class Taken:
    """What becomes of an envelope: `receipt` where its sender is believed and our word is final; else `error`, a code."""

    state: State | None
    error: str = ""
    receipt: str = ""
    id: str = ""


def receive(source: BinaryIO, *, way: str, at: datetime) -> Taken:
    """Take in one envelope. Never raises for anything that somebody sent."""
    try:
        ring, written = own_ring(), first_of(source)
    except (NoKeys, BadRing):
        return Taken(None, "not-open")
    except NotAccepted as fault:
        return Taken(None, fault.reason)
    try:
        head = read_head(written, keys_of=queries.keys_of, us=own_code(), at=at)
    except NotAccepted as fault:
        note_stranger(written, why=fault.reason, at=at)
        return Taken(None, fault.reason)
    if (held := _held(head)) is not None:
        return _answered_before(head, held, ring=ring, at=at)
    try:
        in_time(head, at=at)
        with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as spooled:
            body = cast(BinaryIO, spooled)
            try:
                body_of(source, head, keep=body.write)
            except NotAccepted as fault:  # broken on the way: they will send it again
                return Taken(None, fault.reason, id=head.id)
            body.seek(0)
            return _take_in(head, body, ring=ring, way=way, at=at)
    except NotAccepted as fault:
        return _refuse(head, fault.reason, ring=ring, way=way, at=at)


def _take_in(head: Head, body: BinaryIO, *, ring: Ring, way: str, at: datetime) -> Taken:
    with open_body(head, body, ring=ring, at=at, understood=understood()) as opened:
        contents = opened.contents
        handle = handler_of(contents.kind)
        if handle is None:
            raise NotAccepted("unknown-kind")
        try:
            with transaction.atomic():
                peer = _still_believed(head)
                if (held := _held(head)) is not None:  # it came twice at once
                    return _answered_before(head, held, ring=ring, at=at)
                _keep(head, peer, state="received", way=way, kind=contents.kind, about=contents.about, at=at)
                handle(Arrived(head.sender, head.id, contents, opened.parts, at))
                outgoing.hear(peer, at=at)
                receipt = _receipt(head, "received", ring=ring, at=at)
        except Refused as refusal:
            reason = refusal.verdict.reason
            raise NotAccepted(reason if CODE.fullmatch(reason) else "refused") from refusal
        except NotAccepted:
            raise
        except DatabaseError as fault:
            log.error("border-not-taken", fault=type(fault).__name__)
            return Taken(None, "later", id=head.id)
        except Exception as fault:  # a fault of ours: nothing was kept, and they try again
            log.error("border-handler-failed", kind=contents.kind, exc_info=fault)
            return Taken(None, "later", id=head.id)
    return Taken("received", receipt=receipt, id=head.id)


def _refuse(head: Head, why: str, *, ring: Ring, way: str, at: datetime) -> Taken:
    """Authentic, and never to be taken: kept as such, told to both."""
    with transaction.atomic():
        try:
            peer = _still_believed(head)
        except NotAccepted as fault:
            return Taken(None, fault.reason)
        if (held := _held(head)) is not None:
            return _answered_before(head, held, ring=ring, at=at)
        _keep(head, peer, state="refused", way=way, why=why, at=at)
        raise_incident("we-refused", code=head.sender, why=why, message=head.id, at=at)
        receipt = _receipt(head, "refused", ring=ring, at=at, why=why)
    return Taken("refused", why, receipt, head.id)


def _answered_before(head: Head, held: Incoming, *, ring: Ring, at: datetime) -> Taken:
    """The same again is answered as the first time; other bytes under its id are taken from nobody."""
    if arrival(Held(held.digest), digest=head.digest) == "again":
        state = cast(State, held.state)
        return Taken(state, held.why, _receipt(head, state, ring=ring, at=at, why=held.why), head.id)
    with transaction.atomic():
        record(act="border:conflict", about=held.ref, by=BORDER, at=at)
        raise_incident("conflict", code=head.sender, message=head.id, at=at)
    return Taken(
        "conflict", "other-bytes", _receipt(head, "conflict", ring=ring, at=at, why="other-bytes"), head.id
    )


def note_stranger(written: str, *, why: str, at: datetime) -> None:
    """Somebody knocked whom we do not believe: kept as an incident, of the area they say they are where it is one we know."""
    if why not in NOT_BELIEVED:
        return
    try:
        code = sender_said(written)
    except NotAccepted:
        return
    known = queries.trusted(code) is not None
    with transaction.atomic():
        if known:
            raise_incident("forged", code=code, why=why, at=at)
        else:
            raise_incident("stranger", at=at)


def _held(head: Head) -> Incoming | None:
    return Incoming.objects.filter(peer__code=head.sender, message=head.id).first()


def _still_believed(head: Head) -> Peer:
    """The area, held: trust that ends meanwhile ends before or after this, never within. Held so that rows which point at it may
    still be written: a deed that posts to it may hold the very record that its word waits for."""
    peer = (
        Peer.objects.select_for_update(no_key=True).filter(code=head.sender, state=Peer.State.TRUSTED).first()
    )
    if peer is None:
        raise NotAccepted("unknown-sender")
    return peer


def _keep(
    head: Head,
    peer: Peer,
    *,
    state: State,
    way: str,
    at: datetime,
    kind: str = "",
    about: str = "",
    why: str = "",
) -> None:
    kept = Incoming.objects.create(
        peer=peer, message=head.id, kind=kind, about=about, head=head.written, digest=head.digest,
        body_bytes=head.body_bytes, way=way, state=state, why=why, received_at=at,
    )  # fmt: skip
    act = "border:taken-in" if state == "received" else "border:refused"
    record(act=act, about=[kept.ref, peer.ref], by=BORDER, at=at, reason=why)


def _receipt(head: Head, state: State, *, ring: Ring, at: datetime, why: str = "") -> str:
    said = Receipt(head.id, head.digest, own_code(), head.sender, state, at, why)
    return write_receipt(said, ring=ring)
