"""What is shielded or sealed is lent, not sent: read at its source for fifteen minutes, and kept by nobody else.

Lending is done in the deed of whoever may lend; the words come, at each reading, from whoever has them (`WordsLent`). The other
area is told that something is lent, and that it has ended; of the words it keeps nothing.
"""

import json
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from time import monotonic

from django.db import transaction
from django.db.models import QuerySet

from plait.base.access.deeds import inside_transaction
from plait.base.access.verdict import Refused, hidden, no
from plait.base.announce import Question
from plait.base.announce import ask as put
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.federation import client, posting
from plait.base.federation.incidents import BORDER
from plait.base.federation.kinds import Arrived
from plait.base.federation.models import Borrowing, Loan, Peer
from plait.base.federation.own import own_code
from plait.base.federation.queries import own_collects
from plait.base.federation.rules.leases import (
    LEASE,
    Borrowed,
    Lent,
    borrowed_after,
    left,
    lend,
    may_show,
    take_back,
    was_put_back,
)
from plait.base.federation.wire.asks import Ask
from plait.base.federation.wire.contents import Contents, Part
from plait.base.federation.wire.envelope import (
    assembled,
    body_of,
    first_of,
    in_time,
    open_body,
    read_head,
    write_envelope,
)
from plait.base.federation.wire.refusals import NotAccepted
from plait.base.keys import NotSealed, Ring, canonical, own_ring
from plait.base.timers.clock_mark import latest_seen

LENT, ENDED, WORDS = "lease-lent/1", "lease-ended/1", "lease-words/1"
RING = "Ring the other area"
UNREACHED = (
    "Nobody can reach this area from outside, so nothing can be read here at its source. Nothing was lent."
)
MOST_WORDS = 256 * 1024


@dataclass(frozen=True, slots=True)
class WordsLent(Question[str | None]):
    """What stands now where something was lent, for the reader (`who`) of another area; None where there is nothing any more.
    Whoever answers with words records whose they are."""

    ref: str
    to: str
    at: datetime
    who: str = ""


@dataclass(frozen=True, slots=True)
class Read:
    """Words that may be shown until this moment, and are kept nowhere."""

    words: str
    until: datetime


# --- at the holder
def lend_to(*, to: str, ref: str, because: str, by: Actor, at: datetime) -> Loan:
    """Lend one record here to another area for fifteen minutes, in the transaction of the deed that may. Raises Refused where
    that area is not believed, or nobody can reach us: words are read at their source, and there is no way to it."""
    if own_collects():
        no("cannot-be-reached", say=UNREACHED, next_step=RING).insist(about=ref)
    peer = Peer.objects.filter(code=to, state=Peer.State.TRUSTED).first()
    if peer is None:
        no("area-not-believed", say="Nothing can be lent to this area.", next_step=RING).insist(about=ref)
        raise AssertionError("unreachable")
    one = lend(lease_id=str(uuid.uuid4()), to=to, at=at)
    loan = Loan.objects.create(
        pk=one.id,
        peer=peer,
        ref=ref,
        since=one.since,
        until=one.until,
        because=because,
        lent_by=by.id,
        lent_by_name=by.name,
    )
    _tell(LENT, loan, at=at)
    record(act="lease:lent", about=[loan.lease, ref], by=by, at=at)
    return loan


def end_all(*, ref: str, by: Actor, at: datetime) -> int:
    """Take back every lease of this record, for the very next reading: it was shielded further, corrected, or disposed of."""
    return _end(Loan.objects.filter(ref=ref), by=by, at=at)


def end_where_clock_was_put_back(at: datetime) -> int:
    """In every round, and at every reading: where this area's clock stands before what it has seen, everything that is lent ends.
    Else a lease would be longer by as much as the clock was put back. Whoever needs it asks again. How many ended."""
    if not was_put_back(seen=latest_seen(), at=at):
        return 0
    with transaction.atomic():
        return _end(Loan.objects.filter(until__gt=at), by=BORDER, at=at)


def _end(loans: QuerySet[Loan], *, by: Actor, at: datetime) -> int:
    ended = 0
    for loan in loans.select_for_update(of=("self",)).select_related("peer").filter(taken_back_at=None):
        loan.taken_back_at = take_back(_lent(loan), at=at).taken_back_at
        loan.save(update_fields=["taken_back_at"])
        if at < loan.until and loan.peer.state == Peer.State.TRUSTED:
            _tell(ENDED, loan, at=at)
        record(act="lease:ended", about=[loan.lease, loan.ref], by=by, at=at)
        ended += 1
    return ended


def lent_words(ask: Ask, *, ring: Ring, at: datetime) -> bytes:
    """At one reading: the words and how long they may still be shown, sealed to the reader. Raises NotAccepted where nothing is
    lent to them now; it is not said why."""
    if end_where_clock_was_put_back(at):
        raise NotAccepted("nothing-lent")
    with transaction.atomic():
        loan = (
            Loan.objects.select_for_update(of=("self",))
            .select_related("peer")
            .filter(pk=ask.what or uuid.UUID(int=0), peer__code=ask.sender, peer__state=Peer.State.TRUSTED)
            .first()
        )
        remains = timedelta(0) if loan is None else left(_lent(loan), reader=ask.sender, at=at)
        words = None
        if loan is not None and remains > timedelta(0) and ask.who.strip():
            words = next(
                (one for one in put(WordsLent(loan.ref, ask.sender, at, ask.who)) if one is not None), None
            )
        if loan is None or words is None:
            raise NotAccepted("nothing-lent")
        reader = Actor(id=f"area:{ask.sender}:{ask.who}", name=ask.who, agency_name=loan.peer.name)
        record(act="lease:read", about=[loan.lease, loan.ref], by=reader, at=at)
        keys = loan.peer.public_keys()
    body, said = BytesIO(), canonical({"left": int(remains.total_seconds()), "words": words})
    try:
        head = write_envelope(
            envelope_id=str(uuid.uuid4()), sender=own_code(), receiver=ask.sender, contents=Contents(WORDS, about=ask.id),
            parts=(Part("words.json", "application/json", lambda: BytesIO(said)),), at=at, until=at + LEASE, to=keys,
            ring=ring, body=body,
        )  # fmt: skip
    except NotSealed:
        raise NotAccepted("nothing-lent") from None
    body.seek(0)
    return b"".join(assembled(head, body))


def _lent(loan: Loan) -> Lent:
    return Lent(str(loan.pk), loan.peer.code, loan.since, loan.until, loan.taken_back_at)


def _tell(kind: str, loan: Loan, *, at: datetime) -> None:
    said = canonical({"lease": str(loan.pk)})
    posting.post(
        to=loan.peer.code, key=f"{kind}:{loan.pk}", contents=Contents(kind), subject=loan.lease, at=at,
        parts=(Part("lease.json", "application/json", lambda: BytesIO(said)),),
    )  # fmt: skip


# --- at the reader
def take_lent(message: Arrived) -> None:
    """Something is lent to us."""
    _know(message, "lent")


def take_ended(message: Arrived) -> None:
    """It has ended. Whatever comes later, it stays so."""
    _know(message, "ended")


def _know(message: Arrived, said: str) -> None:
    try:
        lease = str(uuid.UUID(json.loads(message.parts["lease.json"].bytes())["lease"]))
    except (KeyError, ValueError, TypeError, AttributeError):
        raise NotAccepted("no-lease") from None
    peer = Peer.objects.get(code=message.sender)
    row = Borrowing.objects.select_for_update().filter(peer=peer, lease=lease).first()
    known = None if row is None else Borrowed(lease, peer.code, "ended" if row.ended_at else "open")
    after = borrowed_after(
        known, lease_id=lease, holder=peer.code, said="lent" if said == "lent" else "ended"
    )
    row = row or Borrowing(peer=peer, lease=lease, since=message.at)
    if after.state == "ended" and row.ended_at is None:
        row.ended_at = message.at
    row.save()


def read_at_source(*, borrowing_id: str, by: Actor, at: datetime) -> Read:
    """Ask the holder now, and give what may be shown. Raises Refused where it has ended, the holder says so, or nobody answers
    in time. Nothing of it is kept. It waits for the holder, so no transaction may be open: who waits would hold up everybody."""
    if inside_transaction():
        raise RuntimeError("another area is waited for in an open transaction")
    row = Borrowing.objects.select_related("peer").filter(pk=borrowing_id).first()
    if row is None:
        raise Refused(hidden("absent"), about=f"borrowed:{borrowing_id}")
    gone = no("nothing-lent", say="This is no longer lent to us.", next_step=RING)
    if row.ended_at is not None or row.peer.state != Peer.State.TRUSTED:
        gone.insist(about=row.ref)
    if row.peer.collects:
        no("not-reached", say="Nobody can reach the other area from outside.", next_step=RING).insist(
            about=row.ref
        )
    asked = monotonic()
    try:
        ask_id, came = client.ask_for_lease(row.peer, str(row.lease), by.name, at=at)
        remains, words = _words_in(came, ask_id, peer=row.peer, at=at)
    except NotAccepted as fault:
        if fault.reason != "nothing-lent":
            no("not-reached", say="The other area did not answer.", next_step=RING).insist(about=row.ref)
        gone.insist(about=row.ref)
        raise
    took = timedelta(seconds=monotonic() - asked)
    if not may_show(asked=took, left=remains):
        gone.insist(about=row.ref)
    with transaction.atomic():
        record(act="borrowed:read", about=[row.ref], by=by, at=at)
    return Read(words, at + remains)


def _words_in(came: bytes, ask_id: str, *, peer: Peer, at: datetime) -> tuple[timedelta, str]:
    source, body = BytesIO(came), BytesIO()
    head = read_head(first_of(source), keys_of={peer.code: peer.public_keys()}.get, us=own_code(), at=at)
    in_time(head, at=at)
    body_of(source, head, keep=body.write)
    body.seek(0)
    with open_body(head, body, ring=own_ring(), at=at, understood=frozenset()) as opened:
        if opened.contents.kind != WORDS or opened.contents.about != ask_id:
            raise NotAccepted("not-an-answer")
        try:
            said = json.loads(opened.parts["words.json"].bytes())
            return timedelta(seconds=min(int(said["left"]), int(LEASE.total_seconds()))), str(said["words"])
        except (KeyError, ValueError, TypeError):
            raise NotAccepted("not-an-answer") from None
