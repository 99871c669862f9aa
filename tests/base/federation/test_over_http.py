"""Two areas over http: each reaches the other, whoever of them can, and whatever answers."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
import time_machine
from django.test import Client

from plait.base.access.verdict import Refused
from plait.base.federation import jobs, outgoing
from plait.base.federation.lines import Talk
from plait.base.federation.models import Incident, Peer
from plait.base.federation.receiving import receive
from plait.base.keys import Ring, canonical, sign
from tests.base.federation.border import ELSEWHERE, NORTH
from tests.base.federation.delivery import (
    DAY,
    HOUR,
    Other,
    ask_of_north,
    from_north,
    pinned,
    receipt_for,
    said_to_north,
    served,
)
from tests.base.federation.forging import payload

pytestmark = pytest.mark.django_db


def taken(wire: bytes, at: datetime) -> Any:
    return receive(BytesIO(wire), way="file", at=at)


def incidents() -> list[tuple[str, str, int]]:
    return [(one.kind, one.code, one.times) for one in Incident.objects.order_by("kind", "code")]


def own_keys(at: datetime) -> Any:
    from plait.base.keys import own_ring

    return own_ring().public(at=at)


def post(client: Client, path: str, body: bytes) -> tuple[int, dict[str, Any]]:
    answer = client.post(path, body, content_type="application/octet-stream")
    assert answer["Cache-Control"] == "no-store"
    return answer.status_code, json.loads(answer.content)


@pytest.fixture
def now(at: datetime) -> Iterator[datetime]:
    with time_machine.travel(at, tick=False):
        yield at


def test_the_door_for_messages(client: Client, notes: list[Any], now: datetime) -> None:
    pinned(at=now - DAY)
    there = "/x/v1/messages"
    wire = from_north(at=now)
    assert client.get(there).status_code == 405
    status, said = post(client, there, wire)
    assert status == 200 and list(said) == ["receipt"] and notes
    assert post(client, there, wire)[0] == 200 and len(notes) == 1
    assert post(client, there, from_north(b"x", at=now))[0] == 409
    status, said = post(client, there, from_north(at=now, number=2, kind="riddle/1"))
    assert (status, said["error"]) == (422, "unknown-kind") and said["receipt"]
    status, said = post(client, there, from_north(at=now, number=3, ring=ELSEWHERE))
    assert (status, said["error"]) == (403, "unknown-key") and "receipt" not in said
    assert post(client, there, from_north(b"broken", at=now, number=4))[0] == 503
    assert post(client, there, b"{}")[0] == 400
    answer = client.generic("POST", there, b"", CONTENT_LENGTH=str(1 << 40), content_type="x/y")
    assert answer.status_code == 413, "refused before a byte of it is read"


def test_an_area_that_nobody_reaches_comes_for_what_waits(client: Client, now: datetime) -> None:
    pinned(at=now - DAY, collects=True)
    row = said_to_north(at=now)
    there = "/x/v1/work"
    assert jobs.cross(now) == 0, "nobody tries to reach it"
    status, said = post(client, there, ask_of_north(at=now).encode())
    listed = json.loads(__import__("base64").urlsafe_b64decode(said["answer"].split(".")[1] + "=="))
    assert status == 200 and [one["id"] for one in listed["waiting"]] == [str(row.pk)]
    assert post(client, there, ask_of_north(at=now).encode())[1]["error"] == "asked-before"
    answer = client.post(
        there, ask_of_north("fetch", at=now, after=1, what=str(row.pk)), content_type="application/jose"
    )
    assert answer.getvalue() == b"".join(outgoing.envelope_of(row))
    receipts = (receipt_for(row, at=now), "no receipt")
    status, said = post(client, there, ask_of_north(at=now, after=2, receipts=receipts).encode())
    row.refresh_from_db()
    assert status == 200 and row.state == "arrived"
    assert post(client, there, ask_of_north("fetch", at=now, after=3, what=str(row.pk)).encode())[0] == 404


def test_whose_asks_are_not_answered(client: Client, now: datetime) -> None:
    pinned(at=now - DAY)
    row = said_to_north(at=now)
    there = "/x/v1/work"
    assert post(client, there, ask_of_north(at=now - HOUR).encode())[1]["error"] == "not-now"
    assert post(client, there, ask_of_north(at=now, receiver="south").encode())[0] == 403
    assert post(client, there, ask_of_north(at=now, ring=ELSEWHERE).encode())[0] == 403
    assert post(client, there, ask_of_north(at=now, sender="elsewhere", ring=ELSEWHERE).encode())[0] == 403
    assert post(client, there, b"\xff\xfe")[0] == 400
    pinned("elsewhere", ring=ELSEWHERE, at=now - DAY)
    said = ask_of_north("fetch", at=now, sender="elsewhere", ring=ELSEWHERE, what=str(row.pk))
    assert post(client, there, said.encode())[0] == 404, "what waits for north waits for nobody else"
    Peer.objects.update(state="suspended")
    assert post(client, there, ask_of_north(at=now, after=5).encode())[0] == 403


# --- over http: this area reaches the other
def test_what_waits_is_brought_and_what_waits_there_is_fetched(notes: list[Any], now: datetime) -> None:
    wire = from_north(at=now)
    with served(Other(lambda: now, has={"00000000-0000-0000-0000-000000000001": wire})) as other:
        pinned(at=now - DAY, url=other.url)
        row = said_to_north(b"x" * 3_000_000, at=now)
        assert row.pieces.count() > 2
        assert jobs.cross(now) == 2
        row.refresh_from_db()
        assert row.state == "arrived" and notes == [("north", b"They moved.")]
        assert len(other.receipts) == 1, "the receipt went with the next ask"
        asked = len(other.came)
        assert jobs.cross(now + timedelta(seconds=30)) == 0 and len(other.came) == asked, (
            "nothing waits: not so often"
        )


@pytest.mark.parametrize(
    "answer",
    [
        (200, "application/json", b"{}"), (200, "application/json", b'{"receipt": 5}'), (200, "text/html", b"<h1>Hello</h1>"),
        (500, "application/json", b"[]"), (302, "text/plain", b""), (200, "application/json", b'{"x":"' + b"y" * 600_000 + b'"}'),
        (503, "application/json", b'{"error":"later"}'),
    ],
)  # fmt: skip
def test_whatever_answers_there_it_waits_on(answer: Any, now: datetime) -> None:
    with served(Other(lambda: now, answers=lambda _path, _body: answer)) as other:
        pinned(at=now - DAY, url=other.url)
        row = said_to_north(at=now)
        assert jobs.cross(now) == 0
        row.refresh_from_db()
        assert (row.state, row.attempts) == ("waiting", 1) and row.next_try is not None and row.next_try > now
        assert [path for path, _ in other.came] == ["/x/v1/messages"], "no redirect is followed"


def test_a_forged_receipt_and_a_port_where_nobody_is(now: datetime) -> None:
    peer = pinned(at=now - DAY)
    row = said_to_north(at=now)
    assert jobs.cross(now) == 0
    row.refresh_from_db()
    assert row.state == "waiting" and row.attempts == 1
    forged = receipt_for(row, at=now, ring=ELSEWHERE)
    said = (200, "application/json", json.dumps({"receipt": forged}).encode())
    with served(Other(lambda: now, answers=lambda _path, _body: said)) as other:
        Peer.objects.filter(pk=peer.pk).update(url=other.url)
        assert jobs.cross(now + HOUR) == 0
    row.refresh_from_db()
    assert row.state == "waiting"


def test_without_keys_of_its_own_an_area_speaks_with_nobody(
    client: Client, settings: Any, now: datetime
) -> None:
    pinned(at=now - DAY)
    wire, ask = from_north(at=now), ask_of_north(at=now).encode()
    settings.PLAIT_DATA = "real"
    assert post(client, "/x/v1/messages", wire)[0] == 503
    assert post(client, "/x/v1/work", ask)[0] == 503
    with pytest.raises(Refused, match="no-keys"):
        said_to_north(at=now)
    assert jobs.cross(now) == 0


def test_new_keys_reach_what_was_sealed_to_the_old(now: datetime, notes: list[Any], settings: Any) -> None:
    """North pinned our keys of yesterday: what it sealed to them is still read."""
    old = Ring.made("ellowmere", at=now - 40 * DAY)
    settings.PLAIT_KEYS = old.rotated(at=now - 20 * DAY).text()
    pinned(at=now - DAY)
    assert taken(from_north(at=now, to=old.public(at=now - 30 * DAY)), now).state == "received"


def test_a_fault_with_one_area_keeps_nothing_from_the_others(
    monkeypatch: pytest.MonkeyPatch, at: datetime
) -> None:
    pinned("elsewhere", at=at)
    pinned("north", at=at)

    def talk(peer: Peer, **_said: Any) -> Talk:
        given = yield lambda: 2
        if peer.code == "elsewhere":
            raise LookupError("a fault of ours")
        return int(given)

    monkeypatch.setattr(jobs, "_with", talk)
    assert jobs.cross(at) == 2


@pytest.mark.parametrize("nonsense", [{"state": ["received"]}, {"id": "\n"}, {"digest": {}}, {"why": 7}])
def test_a_receipt_that_is_nonsense_keeps_nobody_from_what_waits(
    client: Client, now: datetime, nonsense: dict[str, Any]
) -> None:
    pinned(at=now)
    row = said_to_north(at=now)
    receipt = receipt_for(row, at=now)
    said = {**payload(receipt.encode()), **nonsense}
    ask = ask_of_north(at=now, receipts=(sign(canonical(said), typ="plait-receipt", at=now, ring=NORTH),))
    assert client.post("/x/v1/work", ask, content_type="application/jose").status_code == 200
    row.refresh_from_db()
    assert row.state == "waiting"
