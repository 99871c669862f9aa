"""The outbox: what waits for other areas, tried, acknowledged, over. What happens to a message is decided by `rules.sending`."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import cast
from uuid import UUID

import structlog
from django.db import transaction
from django.db.models import Q

from plait.base.announce import announce
from plait.base.audit.record import record
from plait.base.federation.events import MessageEnded
from plait.base.federation.holding import release
from plait.base.federation.incidents import BORDER, raise_incident
from plait.base.federation.models import Outgoing, Peer
from plait.base.federation.own import own_code
from plait.base.federation.rules import sending as rules
from plait.base.federation.wire.asks import Waiting
from plait.base.federation.wire.envelope import FORMAT
from plait.base.federation.wire.receipts import read_receipt
from plait.base.federation.wire.refusals import NotAccepted
from plait.base.keys import BadRing, NoKeys, NotSealed

AT_ONCE = 20
FIELDS = ["state", "attempts", "next_try", "waits_since", "told_at"]
WAITS, HELD = Outgoing.State.WAITING, Outgoing.State.HELD
log = structlog.get_logger()


def sending_of(row: Outgoing) -> rules.Sending:
    """The row as the rules see it."""
    return rules.Sending(
        id=str(row.pk),
        digest=row.digest,
        posted_at=row.posted_at,
        until=row.until,
        state=cast(rules.State, row.state),
        attempts=row.attempts,
        next_try=row.next_try,
        waits_since=row.waits_since,
        told_at=row.told_at,
    )


def may_leave(peer: Peer, *, at: datetime, most: int = AT_ONCE) -> list[Outgoing]:
    """What may leave for this area now, the oldest first."""
    due = Q(next_try=None) | Q(next_try__lte=at)
    return list(peer.outgoing.filter(due, state=WAITS, until__gt=at).order_by("posted_at", "pk")[:most])


def waiting_for(peer: Peer, *, at: datetime, most: int) -> list[Waiting]:
    """The same, as it is told to one who collects."""
    return [Waiting(str(one.pk), one.digest, one.body_bytes) for one in may_leave(peer, at=at, most=most)]


def leaves(message_id: str, *, code: str, at: datetime, whenever: bool = False) -> Outgoing | None:
    """Count that it leaves now, before it does. None when it may not: it has ended meanwhile, is not for that area, or that area
    is no longer believed. `whenever`: somebody carries it, so no pause is kept."""
    with transaction.atomic():
        row = (
            Outgoing.objects.select_for_update(of=("self",))
            .select_related("peer")
            .filter(pk=message_id, peer__code=code, peer__state=Peer.State.TRUSTED)
            .first()
        )
        if row is None:
            return None
        one = sending_of(row)
        if not rules.may_leave(replace(one, next_try=None) if whenever else one, at=at):
            return None
        _keep(row, rules.tried(one, at=at), at=at)
        record(act="border:sent", about=[row.ref, row.peer.ref], by=BORDER, at=at)
    return row


def envelope_of(row: Outgoing) -> Iterator[bytes]:
    """Its bytes as they travel."""
    yield f"{FORMAT}\n".encode() + len(row.head).to_bytes(4, "big") + row.head.encode()
    for number in range(row.pieces.count()):
        yield bytes(row.pieces.get(number=number).words)


def length_of(row: Outgoing) -> int:
    """How many bytes that is."""
    return len(FORMAT) + 1 + 4 + len(row.head) + row.body_bytes


def take_receipt(written: str, *, code: str, at: datetime) -> str:
    """A receipt from this area, in a transaction of its own: the state that its message came to, empty where it is for none of
    ours. Raises NotAccepted for one that this area did not sign for us."""
    with transaction.atomic():
        peer = Peer.objects.filter(code=code, state=Peer.State.TRUSTED).first()
        if peer is None:
            raise NotAccepted("unknown-sender")
        receipt = read_receipt(written, keys=peer.public_keys(), sender=code, us=own_code(), at=at)
        try:
            row = peer.outgoing.select_for_update().filter(pk=UUID(receipt.id)).first()
        except ValueError:
            raise NotAccepted("not-a-receipt") from None
        if row is None:
            return ""
        before = sending_of(row)
        after = rules.receipted(before, digest=receipt.digest, state=receipt.state)
        if after != before:
            row.why, row.receipt = receipt.why, written
            _keep(row, after, at=at)
            record(
                act=f"border:{after.state}", about=[row.ref, peer.ref], by=BORDER, at=at, reason=receipt.why
            )
            if after.state in {"refused", "conflict"}:
                raise_incident(after.state, code=code, why=receipt.why, message=str(row.pk), at=at)
            hear(peer, at=at)
        return after.state


def hear(peer: Peer, *, at: datetime) -> None:
    """Something authentic and new came from them: nothing waits for a pause any more. In the open transaction."""
    Peer.objects.filter(pk=peer.pk).update(heard_at=at)
    pauses = Q(attempts__gt=1) | Q(next_try__gt=at + rules.LONGEST_FIRST_PAUSE)
    for row in peer.outgoing.select_for_update().filter(pauses, state=WAITS):
        _keep(row, rules.contact(sending_of(row), at=at), at=at)


def look_over(*, at: datetime) -> int:
    """In every round: what is over, and what somebody must ring about. Answers how many incidents came of it."""
    old = at - min(rules.SILENCE, rules.STUCK)
    late = (Q(told_at=None) | Q(told_at__lte=at - rules.AGAIN)) & (
        Q(waits_since__lte=old) | Q(posted_at__lte=old)
    )
    held = Q(state=HELD) & (Q(until__lte=at) | Q(peer__state=Peer.State.TRUSTED))
    told = 0
    for row in Outgoing.objects.filter(Q(state=WAITS) & (Q(until__lte=at) | late) | held).select_related(
        "peer"
    ):
        with transaction.atomic():
            told += _release(row, at=at) if row.state == HELD and at < row.until else _look(row.pk, at=at)
    return told


def _release(row: Outgoing, *, at: datetime) -> int:
    """The area is believed again: it leaves in the next round, as if it had just been said."""
    try:
        release(row.peer, at=at)
    except (NoKeys, BadRing, NotSealed) as fault:  # no key in its time: the pages of keys and areas say so
        log.warning("not-released", area=row.peer.code, why=type(fault).__name__)
    return 0


def _look(message_id: UUID, *, at: datetime) -> int:
    row = Outgoing.objects.select_for_update(of=("self",)).select_related("peer").get(pk=message_id)
    one = rules.looked_at(sending_of(row), at=at)
    kept = rules.what_keeps_it(one, at=at) if one.state == "waiting" else "over"
    if not rules.somebody_must_ring(one, at=at):
        return 0
    _keep(row, rules.told(one, at=at), at=at)
    raise_incident(
        kept, code=row.peer.code, message="" if kept == "silent" else str(row.pk), at=at
    )  # of silence there is one, however much waits
    return 1


def _keep(row: Outgoing, one: rules.Sending, *, at: datetime) -> None:
    ended = row.state in (WAITS, HELD) and one.state not in {"waiting", "held"}
    row.state, row.attempts, row.next_try = one.state, one.attempts, one.next_try
    row.waits_since, row.told_at = one.waits_since, one.told_at
    if ended:
        row.ended_at = at
    row.save(update_fields=[*FIELDS, "ended_at", "why", "receipt"])
    if ended:
        row.pieces.all().delete()
        announce(MessageEnded(str(row.pk), row.kind, row.subject, row.state, row.why, at))
