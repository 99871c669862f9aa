"""What crosses the border: posted with its deed, brought, taken in once, acknowledged; and who is told if it does not arrive."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.test import Client

from plait.base.access.verdict import Refused
from plait.base.audit.models import AuditEntry
from plait.base.federation import jobs, kinds, outgoing, posting
from plait.base.federation.kinds import Arrived
from plait.base.federation.models import Incident, Incoming, Outgoing, Peer, Piece
from plait.base.federation.receiving import receive
from plait.base.federation.wire.refusals import NotAccepted
from plait.base.keys import Ring, canonical, sign
from tests.base.federation.border import ELSEWHERE, NORTH, joined, split, taken_in
from tests.base.federation.delivery import (
    DAY,
    HOUR,
    NOTE,
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


@pytest.fixture
def notes(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, bytes]]:
    """Messages of the kind note/1 are understood here, and kept in this list."""
    taken: list[tuple[str, bytes]] = []

    def keep(message: Arrived) -> None:
        words = message.parts["note.txt"].bytes()
        if words == b"never":
            raise NotAccepted("not-for-us")
        if words == b"broken":
            raise LookupError("a fault of ours")
        taken.append((message.sender, words))

    monkeypatch.setattr(kinds, "_handlers", {NOTE: keep})
    return taken


@pytest.fixture
def north(at: datetime) -> Peer:
    return pinned(at=at)


def taken(wire: bytes, at: datetime) -> Any:
    return receive(BytesIO(wire), way="file", at=at)


def incidents() -> list[tuple[str, str, int]]:
    return [(one.kind, one.code, one.times) for one in Incident.objects.order_by("kind", "code")]


# --- posting
def test_a_message_lives_and_dies_with_its_deed(north: Peer, at: datetime) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        said_to_north(at=at)
        _ = 1 / 0
    assert not Outgoing.objects.exists() and not Piece.objects.exists()
    row = said_to_north(at=at)
    assert said_to_north(b"Other words.", at=at).pk == row.pk, "one key, one message, in its first words"
    wire = b"".join(outgoing.envelope_of(row))
    assert len(wire) == outgoing.length_of(row)
    opened = taken_in(wire, at=at, us="north", ring=NORTH, keys_of=lambda _code: own_keys(at))
    assert opened.parts["note.txt"].bytes() == b"They left."
    assert b"They left" not in wire and b"note" not in wire


def own_keys(at: datetime) -> Any:
    from plait.base.keys import own_ring

    return own_ring().public(at=at)


def test_nothing_is_said_to_whom_nobody_believes(north: Peer, at: datetime) -> None:
    Peer.objects.update(state="suspended")
    with pytest.raises(Refused, match="area-not-believed"):
        said_to_north(at=at)
    Peer.objects.update(state="trusted")
    row = said_to_north(at=at)
    Peer.objects.update(state="suspended")
    assert outgoing.leaves(str(row.pk), code="north", at=at) is None, "suspended between posting and leaving"
    Peer.objects.update(state="trusted", keys={"keys": []})
    with pytest.raises(Refused, match="their-keys-over"):
        said_to_north(at=at, key="k2")


def test_what_has_not_left_can_be_taken_back(north: Peer, at: datetime) -> None:
    said_to_north(at=at)
    assert posting.stop(key="k1", at=at)
    row = Outgoing.objects.get()
    assert row.state == "stopped" and not row.pieces.exists()
    sent = said_to_north(at=at, key="k2")
    assert outgoing.leaves(str(sent.pk), code="north", at=at)
    assert not posting.stop(key="k2", at=at), "it has left"


# --- taking in
def test_a_message_is_taken_in_once_however_often_it_comes(
    north: Peer, notes: list[Any], at: datetime
) -> None:
    wire = from_north(at=at)
    first, again = taken(wire, at), taken(wire, at + 2 * DAY)
    assert (first.state, again.state) == ("received", "received")
    assert notes == [("north", b"They moved.")]
    row = Incoming.objects.get()
    assert (row.kind, row.way, row.state) == (NOTE, "file", "received")
    assert AuditEntry.objects.filter(act="border:taken-in").exists()
    north.refresh_from_db()
    assert north.heard_at == at, "the same again proves nothing of today"
    assert not Incident.objects.exists()


def test_other_bytes_under_the_same_id_are_taken_from_nobody(
    north: Peer, notes: list[Any], at: datetime
) -> None:
    taken(from_north(at=at), at)
    second = taken(from_north(b"They never moved.", at=at), at)
    assert (second.state, second.error) == ("conflict", "other-bytes") and second.receipt
    assert notes == [("north", b"They moved.")]
    assert incidents() == [("conflict", "north", 1)]


def test_what_we_will_never_take_is_refused_for_good(north: Peer, notes: list[Any], at: datetime) -> None:
    assert taken(from_north(b"never", at=at), at).error == "not-for-us"
    assert taken(from_north(b"never", at=at), at).state == "conflict", "encrypted anew, it is other bytes"
    assert taken(from_north(at=at, number=2, kind="riddle/1"), at).error == "unknown-kind"
    assert taken(from_north(at=at - 8 * DAY, number=3), at).error == "over"
    assert notes == [] and Incoming.objects.filter(state="refused").count() == 3
    assert {kind for kind, _, _ in incidents()} == {"we-refused", "conflict"}


def test_a_fault_of_ours_leaves_nothing_and_asks_for_it_again(
    north: Peer, notes: list[Any], monkeypatch: pytest.MonkeyPatch, at: datetime
) -> None:
    wire = from_north(b"broken", at=at)
    assert (taken(wire, at).state, taken(wire, at).error) == (None, "later")
    assert not Incoming.objects.exists()
    monkeypatch.setattr(kinds, "_handlers", {NOTE: lambda _message: notes.append(("mended", b""))})
    assert taken(wire, at).state == "received" and len(notes) == 1


def test_strangers_and_forgers_are_noted_and_nothing_of_theirs_is_read(
    north: Peer, notes: list[Any], at: datetime
) -> None:
    stranger = from_north(at=at, ring=ELSEWHERE, sender="elsewhere")
    forged = from_north(at=at, ring=ELSEWHERE)  # says it is north
    for _ in range(3):
        assert taken(stranger, at).error == "unknown-sender"
        assert taken(forged, at).error == "unknown-key"
    assert taken(b"GET / HTTP/1.1", at).error == "not-an-envelope", "the noise of the internet is no incident"
    assert incidents() == [("forged", "north", 3), ("stranger", "", 3)]
    first, head, body = split(from_north(at=at))
    assert taken(joined(first, head, body[:-1]), at).error == "cut-short"
    assert taken(joined(first, head, body + b"x"), at).error == "too-long"
    assert taken(joined(first, head, body), at).state == "received", "what broke on the way comes again"


# --- acknowledged
@pytest.mark.parametrize("state", ["received", "refused", "conflict"])
def test_only_a_receipt_ends_waiting(north: Peer, at: datetime, state: Any) -> None:
    row = said_to_north(at=at)
    receipt = receipt_for(row, at=at, state=state)
    assert outgoing.take_receipt(receipt, code="north", at=at) == {"received": "arrived"}.get(state, state)
    row.refresh_from_db()
    assert row.ended_at == at and row.receipt == receipt and not row.pieces.exists()
    assert [kind for kind, _, _ in incidents()] == ([] if state == "received" else [state])
    outgoing.take_receipt(receipt_for(row, at=at, state="refused"), code="north", at=at)
    assert len(incidents()) == (state != "received"), "what ended has ended"


def test_whose_receipt_is_no_receipt(north: Peer, at: datetime) -> None:
    row = said_to_north(at=at)
    for changes in ({"ring": ELSEWHERE}, {"receiver": "south"}, {"sender": "south"}):
        with pytest.raises(NotAccepted):
            outgoing.take_receipt(receipt_for(row, at=at, **changes), code="north", at=at)
    assert outgoing.take_receipt(receipt_for(row, at=at, digest="0" * 64), code="north", at=at) == "waiting"
    nobodys = "00000000-0000-0000-0000-000000000000"
    assert outgoing.take_receipt(receipt_for(row, at=at, id=nobodys), code="north", at=at) == ""
    with pytest.raises(NotAccepted, match="not-a-receipt"):
        outgoing.take_receipt(receipt_for(row, at=at, id="x"), code="north", at=at)
    Peer.objects.update(state="suspended")
    with pytest.raises(NotAccepted, match="unknown-sender"):
        outgoing.take_receipt(receipt_for(row, at=at), code="north", at=at)


# --- unheard
def test_after_a_day_of_silence_somebody_is_told_once(north: Peer, at: datetime) -> None:
    said_to_north(at=at)
    said_to_north(at=at + HOUR, key="k2")
    assert jobs.look_over(at + DAY - HOUR) == 0
    jobs.look_over(at + DAY + 2 * HOUR)
    jobs.look_over(at + DAY + 3 * HOUR)
    assert incidents() == [("silent", "north", 2)], "one incident, however much waits"


def test_they_answer_and_still_it_does_not_arrive(north: Peer, at: datetime) -> None:
    row = said_to_north(at=at)
    for hours in range(0, 60, 6):
        when = at + hours * HOUR
        row.refresh_from_db()
        Outgoing.objects.update(attempts=3, next_try=when)
        outgoing.hear(north, at=when)
        jobs.look_over(when)
    assert incidents() == [("stuck", "north", 1)]
    jobs.look_over(at + 15 * DAY)
    assert incidents() == [("over", "north", 1), ("stuck", "north", 1)]
    row.refresh_from_db()
    assert row.state == "over" and not row.pieces.exists()


def test_contact_ends_every_pause(north: Peer, at: datetime) -> None:
    row = said_to_north(at=at)
    for _ in range(9):
        Outgoing.objects.update(next_try=at)
        outgoing.leaves(str(row.pk), code="north", at=at)
    assert outgoing.may_leave(north, at=at + timedelta(minutes=40)) == []
    with transaction.atomic():
        outgoing.hear(north, at=at + timedelta(minutes=1))
    assert [one.pk for one in outgoing.may_leave(north, at=at + timedelta(minutes=1))] == [row.pk]


# --- over http: this area as the other reaches it
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

    def talk(peer: Peer, **_said: Any) -> int:
        if peer.code == "elsewhere":
            raise LookupError("a fault of ours")
        return 2

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
