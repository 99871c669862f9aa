"""The other area, in memory: it is pinned here, writes to us, answers us, and can be served on this machine."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from typing import Any

from django.db import transaction

from plait.base.federation import posting
from plait.base.federation.models import Outgoing, Peer
from plait.base.federation.own import own_code
from plait.base.federation.wire.asks import Answer, Ask, Waiting, read_ask, write_answer, write_ask
from plait.base.federation.wire.contents import Contents, Part
from plait.base.federation.wire.envelope import first_of, read_head
from plait.base.federation.wire.receipts import Receipt, write_receipt
from plait.base.federation.wire.refusals import NotAccepted
from plait.base.keys import Ring, own_ring
from tests.base.federation.border import NORTH, written

NOTE = "note/1"
NOWHERE = "http://127.0.0.1:9"


def pinned(code: str = "north", *, ring: Ring = NORTH, at: datetime, url: str = NOWHERE, **more: Any) -> Peer:
    """Two people pinned it (how, is told in tests/agencies)."""
    said = {
        "name": f"{code.title()}mere", "authority_number": "997", "url": url, "office_phone": "01632 960700",
        "emergency_phone": "01632 960799", "emergency_name": "Their night team", "keys": ring.public(at=at).jwks(),
        "agreement": "Border agreement 2026/4", "pinned_at": at, **more,
    }  # fmt: skip
    return Peer.objects.create(code=code, **said)


def from_north(
    words: bytes = b"They moved.", *, at: datetime, number: int = 1, kind: str = NOTE, **changes: Any
) -> bytes:
    """An envelope from north to this area."""
    said = {"receiver": own_code(), "to": own_ring().public(at=at), "contents": Contents(kind), **changes}
    return written(words, at=at.replace(microsecond=0), number=number, **said)


def said_to_north(words: bytes = b"They left.", *, at: datetime, key: str = "k1", **more: Any) -> Outgoing:
    """A deed of ours that says something to north."""
    with transaction.atomic():
        part = Part("note.txt", "text/plain", lambda: BytesIO(words))
        return posting.post(to="north", key=key, contents=Contents(NOTE), parts=[part], at=at, **more)


def receipt_for(
    row: Outgoing, *, at: datetime, state: Any = "received", why: str = "", ring: Ring = NORTH, **changes: Any
) -> str:
    """What north answers."""
    said = {"id": str(row.pk), "digest": row.digest, "sender": "north", "receiver": own_code(), **changes}
    return write_receipt(Receipt(**said, state=state, at=at, why=why), ring=ring)


def ask_of_north(want: Any = "work", *, at: datetime, ring: Ring = NORTH, after: int = 0, **more: Any) -> str:
    """North asks us."""
    said = {"id": "00000000-0000-0000-0000-00000000000a", "sender": "north", "receiver": own_code(), **more}
    return write_ask(Ask(**said, stamp=int(at.timestamp() * 1_000_000) + after, want=want), ring=ring, at=at)


@dataclass
class Other:
    """North, served: takes what is brought, and gives what lies in `has`."""

    at: Callable[[], datetime]
    has: dict[str, bytes] = field(default_factory=dict)
    came: list[tuple[str, bytes]] = field(default_factory=list)
    receipts: list[str] = field(default_factory=list)
    answers: Callable[[str, bytes], tuple[int, str, bytes] | None] = lambda _path, _body: None
    url: str = ""

    def answer(self, path: str, body: bytes) -> tuple[int, str, bytes]:
        self.came.append((path, body))
        instead = self.answers(path, body)
        if instead is not None:
            return instead
        at = self.at()
        keys = own_ring().public(at=at)
        if path == "/x/v1/messages":
            head = read_head(first_of(BytesIO(body)), keys_of=lambda _code: keys, us="north", at=at)
            receipt = write_receipt(
                Receipt(head.id, head.digest, "north", head.sender, "received", at), ring=NORTH
            )
            return 200, "application/json", json.dumps({"receipt": receipt}).encode()
        ask = read_ask(body.decode(), keys=keys, us="north", at=at)
        self.receipts += ask.receipts
        if ask.want == "work":
            waits = tuple(Waiting(name, "0" * 64, len(one)) for name, one in self.has.items())
            answer = Answer(ask.id, "north", ask.sender, at, () if ask.receipts else waits)
            return 200, "application/json", json.dumps({"answer": write_answer(answer, ring=NORTH)}).encode()
        if ask.what in self.has:
            return 200, "application/vnd.plait.envelope", self.has[ask.what]
        raise NotAccepted("nothing-waits")


@contextmanager
def served(other: Other) -> Iterator[Other]:
    """On a port of this machine, over real http."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status, media, words = other.answer(self.path, body)
            self.send_response(status)
            self.send_header("Content-Type", media)
            self.send_header("Content-Length", str(len(words)))
            if status == 302:
                self.send_header("Location", "http://127.0.0.1:9/elsewhere")
            self.end_headers()
            self.wfile.write(words)

        def log_message(self, *_said: Any) -> None:
            """Says nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    other.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield other
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=5)


HOUR, DAY = timedelta(hours=1), timedelta(days=1)
