"""Two invented areas that exchange envelopes, in memory: what the tests of the border are told with."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache
from io import BytesIO
from typing import Any
from uuid import UUID

from plait.base.federation.wire.contents import Contents, Part
from plait.base.federation.wire.description import Description, write_description
from plait.base.federation.wire.envelope import (
    Head,
    Opened,
    assembled,
    body_of,
    first_of,
    in_time,
    open_body,
    read_head,
    write_envelope,
)  # fmt: skip
from plait.base.keys import PublicKeys, Ring

AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
MADE = AT - timedelta(days=40)
NORTH, SOUTH, ELSEWHERE = (Ring.made(name, at=MADE) for name in ("north", "south", "elsewhere"))
UNDERSTOOD = frozenset({"handover/1"})


def part(name: str, words: bytes, media: str = "text/plain") -> Part:
    return Part(name, media, lambda: BytesIO(words))


def published(ring: Ring, at: datetime = AT) -> PublicKeys:
    return ring.public(at=at)


def written(
    words: bytes = b"The family moved on Tuesday.",
    *,
    ring: Ring = NORTH,
    at: datetime = AT,
    number: int = 1,
    assemble: Callable[[Head, BytesIO], bytes] | None = None,
    **changes: Any,
) -> bytes:
    """An envelope from north to south, as it travels."""
    body = BytesIO()
    said: dict[str, Any] = {
        "envelope_id": str(UUID(int=number)),
        "sender": "north",
        "receiver": "south",
        "contents": Contents("note/1"),
        "parts": (part("note.txt", words),),
        "until": at + timedelta(days=7),
        "to": published(SOUTH),
        **changes,
    }
    head = write_envelope(**said, at=at, ring=ring, body=body)
    body.seek(0)
    return b"".join(assembled(head, body))


def split(wire: bytes) -> tuple[bytes, bytes, bytes]:
    """First line, head, body."""
    first, rest = wire[:17], wire[17:]
    length = int.from_bytes(rest[:4], "big")
    return first, rest[4 : 4 + length], rest[4 + length :]


def joined(first: bytes, head: bytes, body: bytes) -> bytes:
    return first + len(head).to_bytes(4, "big") + head + body


@cache
def pins() -> dict[str, PublicKeys]:
    return {"north": published(NORTH), "elsewhere": published(ELSEWHERE)}


def taken_in(
    wire: bytes,
    *,
    at: datetime = AT,
    us: str = "south",
    ring: Ring = SOUTH,
    keys_of: Callable[[str], PublicKeys | None] | None = None,
) -> Opened:
    """As the receiver does it: head, time, body, opening. Raises NotAccepted."""
    source, body = BytesIO(wire), BytesIO()
    head = read_head(first_of(source), keys_of=keys_of or pins().get, us=us, at=at)
    in_time(head, at=at)
    body_of(source, head, keep=body.write)
    body.seek(0)
    return open_body(head, body, ring=ring, at=at, understood=UNDERSTOOD)


def described(code: str, *, at: datetime, ring: Ring | None = None, **changes: Any) -> str:
    """What an invented area publishes of itself."""
    ring = ring or Ring.made(code, at=at - timedelta(days=1))
    said = {
        "code": code,
        "name": f"{code.title()}mere",
        "authority_number": "997",
        "url": f"https://{code}.invalid",
        "collects": False,
        "versions": (1,),
        "office_hours": "Monday to Friday, 08:30 to 17:00",
        "office_phone": "01632 960700",
        "emergency_name": f"{code.title()}mere Emergency Duty Team",
        "emergency_phone": "01632 960799",
        "keys": ring.public(at=at),
        "at": at,
        **changes,
    }
    return write_description(Description(**said), ring=ring)
