"""What is owed to an area that is not believed now: kept sealed to ourselves, and sent when two people believe that area again.

Sealed to its old keys it could be read by whoever has them; in clear it would stand in a table for as long as that lasts.
"""

import tempfile
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from io import BytesIO
from typing import BinaryIO, cast
from uuid import UUID

from plait.base.audit.record import record
from plait.base.db.rows import put
from plait.base.federation.incidents import BORDER, raise_incident
from plait.base.federation.kinds import understood
from plait.base.federation.models import Outgoing, Peer, Piece
from plait.base.federation.own import own_code
from plait.base.federation.rules.sending import posted
from plait.base.federation.wire.contents import Contents, Part
from plait.base.federation.wire.envelope import IN_MEMORY, Head, open_body, read_head, write_envelope
from plait.base.keys import PublicKeys, own_ring

HELD_FOR = timedelta(days=180)  # then it is over, and somebody is told, as of any message that did not arrive
HOLDS = timedelta(days=14)
PIECE = 1 << 20


def sealed(
    message_id: UUID,
    *,
    receiver: str,
    contents: Contents,
    parts: Sequence[Part],
    to: PublicKeys,
    at: datetime,
    until: datetime,
    body: BinaryIO,
) -> Head:
    """Write the envelope of a message of ours into `body`. Raises NoKeys, BadRing, NotSealed, NotAccepted."""
    return write_envelope(
        envelope_id=str(message_id), sender=own_code(), receiver=receiver, contents=contents, parts=tuple(parts), at=at,
        until=until, to=to, ring=own_ring(), body=body,
    )  # fmt: skip


def keep_pieces(message: Outgoing, body: BinaryIO) -> None:
    """Its encrypted bytes, in rows of no more than one megabyte."""
    body.seek(0)
    number = 0
    while some := body.read(PIECE):
        put(Piece(message=message, number=number, words=some))
        number += 1


def hold(
    peer: Peer, message_id: UUID, *, key: str, contents: Contents, parts: Sequence[Part], subject: str, at: datetime
) -> Outgoing:  # fmt: skip
    """Keep it, and tell people that something waits here. Raises NoKeys, BadRing: without keys of our own nothing is kept."""
    with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as spooled:
        body, until = cast(BinaryIO, spooled), at + HELD_FOR
        head = sealed(
            message_id, receiver=own_code(), contents=contents, parts=parts, to=own_ring().public(at=at), at=at,
            until=until, body=body,
        )  # fmt: skip
        message = Outgoing(
            pk=message_id, key=key, peer=peer, kind=contents.kind, about=contents.about, subject=subject,
            head=head.written, digest=head.digest, body_bytes=head.body_bytes, state=Outgoing.State.HELD, posted_at=at,
            until=until,
        )  # fmt: skip
        put(message)
        keep_pieces(message, body)
    record(act="border:held", about=[message.ref, peer.ref], by=BORDER, at=at)
    raise_incident("held", code=peer.code, at=at)
    return message


def release(peer: Peer, *, at: datetime) -> int:
    """It is believed again: what was held is sealed to the keys that were pinned now, and waits to leave. How many."""
    held = Outgoing.objects.select_for_update(of=("self",)).filter(peer=peer, state=Outgoing.State.HELD)
    rows = list(held.order_by("posted_at", "pk"))
    for row in rows:
        _reseal(row, peer, at=at)
        record(act="border:released", about=[row.ref, peer.ref], by=BORDER, at=at)
    return len(rows)


def _reseal(row: Outgoing, peer: Peer, *, at: datetime) -> None:
    ring, until = own_ring(), at + HOLDS
    mine = PublicKeys(tuple(one.public for one in ring.keys))
    with (
        tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as one,
        tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as two,
    ):
        was, body = cast(BinaryIO, one), cast(BinaryIO, two)
        for piece in row.pieces.order_by("number"):
            was.write(bytes(piece.words))
        was.seek(0)
        head = read_head(row.head, keys_of=lambda _code: mine, us=own_code(), at=row.posted_at)
        with open_body(head, was, ring=ring, at=row.posted_at, understood=understood()) as opened:
            parts = [
                Part(name, part.media, partial(BytesIO, part.bytes())) for name, part in opened.parts.items()
            ]
            new = sealed(
                row.pk, receiver=peer.code, contents=opened.contents, parts=parts, to=peer.public_keys(), at=at,
                until=until, body=body,
            )  # fmt: skip
        row.pieces.all().delete()
        sending = posted(message_id=str(row.pk), digest=new.digest, at=at, until=until)
        row.head, row.digest, row.body_bytes = new.written, new.digest, new.body_bytes
        row.state, row.posted_at, row.until = Outgoing.State.WAITING, at, until
        row.next_try, row.waits_since = sending.next_try, sending.waits_since
        row.save()
        keep_pieces(row, body)
