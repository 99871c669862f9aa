"""Answering another area that asks what waits for it here, fetches it, or reads what was lent to it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from plait.base.federation import outgoing, queries
from plait.base.federation.leases import lent_words
from plait.base.federation.models import Peer
from plait.base.federation.own import own_code
from plait.base.federation.receiving import note_stranger
from plait.base.federation.wire.asks import MOST, Answer, Ask, read_ask, write_answer
from plait.base.federation.wire.envelope import sender_said
from plait.base.federation.wire.refusals import NotAccepted
from plait.base.keys import BadRing, NoKeys, own_ring


@dataclass(frozen=True, slots=True)
class Answered:
    """A signed answer, an envelope, or why neither."""

    signed: str = ""
    envelope: Iterator[bytes] | None = None
    length: int = 0
    error: str = ""


def answer_ask(written: str, *, at: datetime) -> Answered:
    """Answer one ask. Never raises for anything that somebody sent."""
    try:
        ring = own_ring()
        ask = read_ask(written, keys=queries.keys_of(sender_said(written)), us=own_code(), at=at)
        peer = _next(ask, at=at)
    except (NoKeys, BadRing):
        return Answered(error="not-open")
    except NotAccepted as fault:
        note_stranger(written, why=fault.reason, at=at)
        return Answered(error=fault.reason)
    for receipt in ask.receipts:
        try:
            outgoing.take_receipt(receipt, code=peer.code, at=at)
        except NotAccepted:
            continue  # one receipt that does not hold keeps nobody from the rest
    if ask.want == "fetch":
        row = outgoing.leaves(ask.what, code=peer.code, at=at) if ask.what else None
        if row is None:
            return Answered(error="nothing-waits")
        return Answered(envelope=outgoing.envelope_of(row), length=outgoing.length_of(row))
    if ask.want == "lease":
        try:
            words = lent_words(ask, ring=ring, at=at)
        except NotAccepted as fault:
            return Answered(error=fault.reason)
        return Answered(envelope=iter([words]), length=len(words))
    waiting = outgoing.waiting_for(peer, at=at, most=MOST + 1)
    said = Answer(ask.id, own_code(), peer.code, at, tuple(waiting[:MOST]), more=len(waiting) > MOST)
    return Answered(signed=write_answer(said, ring=ring))


def _next(ask: Ask, *, at: datetime) -> Peer:
    """The area that asks, if this is its newest ask: one heard before, or after a later one, is not answered."""
    with transaction.atomic():
        peer = (
            Peer.objects.select_for_update(no_key=True)
            .filter(code=ask.sender, state=Peer.State.TRUSTED)
            .first()
        )
        if peer is None:
            raise NotAccepted("unknown-sender")
        if ask.stamp <= peer.their_stamp:
            raise NotAccepted("asked-before")
        peer.their_stamp = ask.stamp
        peer.save(update_fields=["their_stamp"])
        outgoing.hear(peer, at=at)
    return peer
