"""Saying something to another area: sealed at once, kept in the transaction of the deed that says it, sent by the worker."""

import tempfile
import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import BinaryIO, cast

from django.db import transaction
from django.db.models import QuerySet

from plait.base.access.verdict import no
from plait.base.access.written import Written
from plait.base.db.rows import put
from plait.base.federation.holding import HOLDS, hold, keep_pieces, sealed
from plait.base.federation.models import Outgoing, Peer
from plait.base.federation.rules.sending import posted
from plait.base.federation.wire.contents import Contents, Part
from plait.base.federation.wire.envelope import IN_MEMORY
from plait.base.keys import BadRing, NoKeys, NotSealed

RING = "Ring them, and say it by telephone"


class OutsideTransaction(RuntimeError):
    """Something was about to be said that could survive without its deed, or the deed without it."""


def post(
    *,
    to: str,
    key: str,
    contents: Contents,
    parts: Sequence[Part],
    at: datetime,
    subject: str = "",
    holds: timedelta = HOLDS,
    owed: bool = False,
) -> Outgoing:
    """Keep a message for the area of this code. The same `key` twice is one message, in the words of the first. What is `owed` to
    an area that was believed is held while it is not, or its keys are over, and leaves when two people believe it again.

    Raises Refused where that area is not believed, its keys are over, or this area has none; OutsideTransaction; NotAccepted for
    contents that nobody would take.
    """
    if not transaction.get_connection().in_atomic_block:
        raise OutsideTransaction(key)
    name, until = uuid.uuid4(), at + holds
    peer: Peer | None = _trusted.first(to)
    if peer is None and (known := _known(key)) is not None:
        return known
    if peer is None and owed and (held := Peer.objects.filter(code=to).first()) is not None:
        return _hold(held, name, key, contents, parts, subject, at)
    if peer is None:
        no("area-not-believed", say="Nothing can be sent to this area.", next_step=RING).insist()
        raise AssertionError("unreachable")
    with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as spooled:
        body = cast(BinaryIO, spooled)
        try:
            head = sealed(
                name, receiver=to, contents=contents, parts=parts, to=peer.public_keys(), at=at, until=until, body=body
            )  # fmt: skip
        except (NoKeys, BadRing, NotSealed) as fault:
            if (known := _known(key)) is not None:
                return known
            if owed and isinstance(fault, NotSealed):
                return _hold(peer, name, key, contents, parts, subject, at)
            reason = "their-keys-over" if isinstance(fault, NotSealed) else "no-keys"
            no(reason, say="Nothing can be sealed to this area now.", next_step=RING).insist(about=peer.ref)
            raise
        one = posted(message_id=str(name), digest=head.digest, at=at, until=until)
        message = Outgoing(
            pk=name, key=key, peer=peer, kind=contents.kind, about=contents.about, subject=subject, head=head.written,
            digest=head.digest, body_bytes=head.body_bytes, posted_at=at, until=until, next_try=one.next_try,
            waits_since=one.waits_since,
        )  # fmt: skip
        # Asked only where there is one: a message is said twice seldom, and each is said for the first time once.
        if not put(message, once="key"):
            said: Outgoing = _of_key.rows(key)[0]
            return said
        keep_pieces(message, body)
    return message


def _hold(
    peer: Peer,
    name: uuid.UUID,
    key: str,
    contents: Contents,
    parts: Sequence[Part],
    subject: str,
    at: datetime,
) -> Outgoing:
    try:
        return hold(peer, name, key=key, contents=contents, parts=parts, subject=subject, at=at)
    except (NoKeys, BadRing, NotSealed):
        no(
            "no-keys",
            say="This area has no keys of its own, so nothing can be kept for later.",
            next_step=RING,
        ).insist(about=peer.ref)
        raise


def _known(key: str) -> Outgoing | None:
    found: Outgoing | None = _of_key.first(key)
    return found


@Written
def _of_key(key: str) -> QuerySet[Outgoing]:
    return Outgoing.objects.filter(key=key)


@Written
def _trusted(code: str) -> QuerySet[Peer]:
    return Peer.objects.filter(code=code, state=Peer.State.TRUSTED).only("keys")


def stop(*, key: str, at: datetime) -> bool:
    """Take it back, if it has not left yet. What has left cannot be called back: say so in a message of its own."""
    stays = (Outgoing.State.WAITING, Outgoing.State.HELD)
    message = Outgoing.objects.select_for_update().filter(key=key, state__in=stays, attempts=0).first()
    if message is None:
        return False
    message.state, message.next_try, message.ended_at = Outgoing.State.STOPPED, None, at
    message.save(update_fields=["state", "next_try", "ended_at"])
    message.pieces.all().delete()
    return True
