"""What crosses the border: posted with its deed, brought, taken in once, acknowledged; and who is told if it does not arrive."""

from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.db import transaction

from plait.base.access.verdict import Refused
from plait.base.audit.models import AuditEntry
from plait.base.federation import jobs, kinds, outgoing, posting
from plait.base.federation.incidents import BORDER, settle
from plait.base.federation.models import Incident, Incoming, Outgoing, Peer, Piece
from plait.base.federation.receiving import receive
from plait.base.federation.wire.refusals import NotAccepted
from tests.base.federation.border import ELSEWHERE, NORTH, joined, split, taken_in
from tests.base.federation.delivery import (
    DAY,
    HOUR,
    NOTE,
    from_north,
    receipt_for,
    said_to_north,
)

pytestmark = pytest.mark.django_db


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
    Peer.objects.update(keys=ELSEWHERE.public(at=at).jwks())
    assert taken(from_north(at=at), at).error == "unknown-key", "pinned anew, by the very next message"


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


def test_what_is_owed_is_held_sealed_to_us_and_leaves_with_the_keys_that_were_pinned_then(
    north: Peer, at: datetime
) -> None:
    Peer.objects.update(state="suspended")
    row = said_to_north(at=at, owed=True)
    assert said_to_north(at=at, owed=True).pk == row.pk and (row.state, row.posted_at) == ("held", at)
    assert incidents() == [("held", "north", 1)], "somebody rings now"
    assert jobs.look_over(at + DAY) == 0 and outgoing.leaves(str(row.pk), code="north", at=at + DAY) is None
    wire = b"".join(outgoing.envelope_of(row))
    assert b"They left" not in wire
    with pytest.raises(NotAccepted, match="for-somebody-else"):
        taken_in(wire, at=at, us="north", ring=NORTH, keys_of=lambda _code: own_keys(at))
    Peer.objects.update(state="trusted", keys={"keys": []})
    jobs.look_over(at + 2 * DAY)
    assert Outgoing.objects.get().state == "held", "there is nothing to seal it to"
    Peer.objects.update(keys=ELSEWHERE.public(at=at).jwks())
    later = (at + 40 * DAY).replace(microsecond=0)
    jobs.look_over(later)
    row = Outgoing.objects.get()
    assert (row.state, row.posted_at, row.attempts) == ("waiting", later, 0)
    wire = b"".join(outgoing.envelope_of(row))
    opened = taken_in(wire, at=later, us="north", ring=ELSEWHERE, keys_of=lambda _code: own_keys(later))
    assert opened.parts["note.txt"].bytes() == b"They left." and opened.head.id == str(row.pk)
    Peer.objects.update(state="suspended")
    lost = said_to_north(at=later, key="k2", owed=True)
    assert jobs.look_over(later + 200 * DAY) == 2, "both are over, and somebody is told"
    lost.refresh_from_db()
    assert lost.state == "over" and not lost.pieces.exists()
    assert posting.stop(key=said_to_north(at=later, key="k3", owed=True).key, at=later), (
        "taken back before it left"
    )


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
    then = at + DAY + 4 * HOUR
    with transaction.atomic():
        settle(incident_id=str(Incident.objects.get().pk), found="Their line is down.", by=BORDER, at=then)
    jobs.look_over(then + 23 * HOUR)
    assert len(incidents()) == 1, "somebody has just said what they found"
    jobs.look_over(then + DAY)
    assert incidents() == [("silent", "north", 2), ("silent", "north", 2)], "and still nobody answers"


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

    # tried once, and then our clock was put back by ten minutes: it does not wait for them
    outgoing.leaves(str(row.pk), code="north", at=at + timedelta(minutes=1))
    for when, leaves in ((at + timedelta(seconds=61), []), (at - timedelta(minutes=9), [row.pk])):
        with transaction.atomic():
            outgoing.hear(north, at=when)
        assert [one.pk for one in outgoing.may_leave(north, at=when)] == leaves
