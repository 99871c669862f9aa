"""Two areas on one machine: this one, and North in memory, which reads what we send it and answers."""

from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

from plait.base.federation import outgoing
from plait.base.federation.models import Outgoing, Peer
from plait.base.federation.own import own_code
from plait.base.federation.receiving import Taken, receive
from plait.base.federation.wire.contents import Contents
from plait.base.federation.wire.envelope import body_of, first_of, open_body, read_head
from plait.base.keys import own_ring
from plait.handover.actions.offer_handover import Seen, offer_handover
from plait.handover.models import Handover
from plait.handover.rules.offering import Offer
from plait.handover.wire.legs import Legs
from plait.handover.wire.package import Added, Core, Side, Word, read, written
from tests.base.federation.border import NORTH, part
from tests.base.federation.delivery import from_north, pinned, receipt_for
from tests.handover.packages import added, core, word
from tests.stepdown.family import Family

KINDS = {Core: "shp/1", Added: "shp-added/1", Word: "shp-word/1", Legs: "shp-leg/1"}
OURS = "00000000-0000-0000-0000-0000000000b1"


class North:
    """The area over the border."""

    def __init__(self, at: datetime) -> None:
        self.peer: Peer = pinned(at=at, name="Northmere")
        self.number = 0

    def sends(
        self, said: Core | Added | Word | Legs, *, at: datetime, raw: bytes | None = None, number: int = 0
    ) -> Taken:
        """One message from North, taken in here."""
        self.number += 1
        wire = from_north(
            at=at,
            number=number or self.number,
            contents=Contents(KINDS[type(said)], about=said.package),
            parts=(part("core.json", raw or written(said), "application/json"),),
        )
        return receive(BytesIO(wire), way="https", at=at)

    def reads(self, row: Outgoing, *, at: datetime) -> dict[str, bytes]:
        """What we sent, opened with North's keys."""
        keys, wire = own_ring().public(at=at), b"".join(outgoing.envelope_of(row))
        source, body = BytesIO(wire), BytesIO()
        head = read_head(first_of(source), keys_of=lambda _code: keys, us="north", at=at)
        body_of(source, head, keep=body.write)
        body.seek(0)
        with open_body(head, body, ring=NORTH, at=at, understood=frozenset(KINDS.values())) as opened:
            return {name: one.bytes() for name, one in opened.parts.items()}

    def acknowledges(self, row: Outgoing, *, at: datetime, **more: Any) -> None:
        outgoing.take_receipt(receipt_for(row, at=at.replace(microsecond=0), **more), code="north", at=at)


class Moved(Family):
    """A family that moves to North, taken as far as a test needs it."""

    def offer(self, north: North, **changed: Any) -> Offer:
        said: dict[str, Any] = {
            "peer_id": str(north.peer.pk), "basis": "cp", "why_moved": "They have a flat there since Friday.",
            "planned": "yes", "destination": "there", "gateway": "CA89_47", "texts": {"plan": "Visits each week."},
        }  # fmt: skip
        return Offer(**said | changed)

    def offered(self, north: North, *, by: str = "lead", number: str = OURS, **changed: Any) -> Handover:
        return offer_handover(
            referral_id=str(self.referral.pk), offer=self.offer(north, **changed), seen=Seen(number), by=self.who(by),
            at=self.later(),
        )  # fmt: skip


def to_us(**changes: Any) -> Core:
    """North's package for this area."""
    return core(receiver=Side(code=own_code(), name="Ellowmere"), **changes)


def message(handover: Handover, end: str = "") -> Outgoing:
    """What was sent on a handover: the package, or what its key ends with."""
    return Outgoing.objects.get(key=f"{handover.ref}{end}")


def their(row: Outgoing, north: North, kind: type[Any], *, at: datetime) -> Any:
    """A message of ours as North reads it."""
    return read(kind, north.reads(row, at=at)["core.json"])


__all__ = ["OURS", "Moved", "North", "added", "message", "their", "timedelta", "to_us", "word"]
