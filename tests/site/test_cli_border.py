"""plait border: what waits is written into files, and what somebody brought is taken in; 0, or 1 and a sentence."""

from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from typer.testing import CliRunner, Result

from plait.base.clock.now import now
from plait.base.federation import kinds
from plait.base.federation.kinds import Arrived
from plait.base.federation.models import Incident, Incoming, Outgoing, Peer
from plait.base.federation.wire.receipts import read_receipt
from plait.base.federation.wire.refusals import NotAccepted
from plait.base.keys import own_ring
from plait.site.cli import app, border
from plait.site.logging import configure_logging
from tests.base.federation.border import ELSEWHERE, NORTH, taken_in
from tests.base.federation.delivery import NOTE, from_north, pinned, receipt_for, said_to_north

pytestmark = pytest.mark.django_db


@pytest.fixture
def notes(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """Whatever was taken in here."""
    taken: list[bytes] = []

    def keep(message: Arrived) -> None:
        words = message.parts["note.txt"].bytes()
        if words == b"never":
            raise NotAccepted("not-for-us")
        if words == b"broken":
            raise LookupError("a fault of ours")
        taken.append(words)

    monkeypatch.setattr(kinds, "_handlers", {NOTE: keep})
    return taken


@pytest.fixture(autouse=True)
def north(monkeypatch: pytest.MonkeyPatch) -> Peer:
    monkeypatch.setattr(border, "start_or_refuse", configure_logging)  # the rest is told in test_cli
    return pinned(at=now() - timedelta(minutes=5))


def plait(*words: str | Path) -> Result:
    return CliRunner().invoke(app, ["border", *map(str, words)], env={"COLUMNS": "200"})


def refused(done: Result, *sentences: str) -> None:
    assert done.exit_code == 1, done.output
    assert not [one for one in sentences if one not in done.output], done.output


def brought(folder: Path, wire: bytes, name: str = "one") -> Path:
    path = folder / f"{name}.plait-envelope"
    path.write_bytes(wire)
    return path


def receipt_beside(path: Path, at: datetime) -> str:
    """The state that the receipt beside it says, as north reads it."""
    written = path.with_suffix(".plait-receipt").read_text()
    keys = own_ring().public(at=at)
    return read_receipt(
        written, keys=keys, sender="ellowmere", us="north", at=at + timedelta(seconds=2)
    ).state


# --- export
def test_what_waits_is_written_carried_taken_in_there_and_its_receipt_ends_it(tmp_path: Path) -> None:
    at = now()
    row = said_to_north(b"They left on Monday.", at=at - timedelta(minutes=1))
    done = plait("export", "north", tmp_path)
    assert (done.exit_code, "Wrote 1 messages for Northmere" in done.output) == (0, True), done.output
    written = tmp_path / f"{row.pk}.plait-envelope"
    ours = own_ring().public(at=at)
    with taken_in(
        written.read_bytes(),
        at=at,
        us="north",
        ring=NORTH,
        keys_of=lambda code: ours if code == "ellowmere" else None,
    ) as opened:
        assert opened.parts["note.txt"].bytes() == b"They left on Monday."
    row.refresh_from_db()
    assert row.state == "waiting", "that it was written says nothing"
    receipt = tmp_path / "back.plait-receipt"
    receipt.write_text(receipt_for(row, at=at))
    done = plait("import", receipt)
    assert (done.exit_code, "its message has arrived" in done.output) == (0, True), done.output
    row.refresh_from_db()
    assert (row.state, row.pieces.count()) == ("arrived", 0)
    assert "Wrote 0 messages" in plait("export", "north", tmp_path).output


def test_nothing_is_written_for_whom_nobody_believes_or_where_it_cannot_be(
    tmp_path: Path, north: Peer
) -> None:
    row = said_to_north(at=now())
    refused(plait("export", "nowhere", tmp_path), "No area nowhere is believed now. Nothing was written.")
    refused(plait("export", "north", tmp_path / "no-folder"), "is no folder")
    (tmp_path / f"{row.pk}.plait-envelope").mkdir()
    refused(plait("export", "north", tmp_path), "could not be written", "Is a directory")
    north.state = Peer.State.SUSPENDED
    north.save()
    refused(plait("export", "north", tmp_path), "is believed now")
    assert plait("export", "north").exit_code == 2


# --- import
def test_what_was_brought_is_taken_in_once_however_often_it_is_brought(
    notes: list[bytes], tmp_path: Path
) -> None:
    at = now()
    path = brought(tmp_path, from_north(b"They moved.", at=at))
    for _ in range(2):
        done = plait("import", path)
        assert (done.exit_code, "taken in; its receipt lies beside it" in done.output) == (0, True), (
            done.output
        )
        assert receipt_beside(path, at) == "received"
    assert notes == [b"They moved."]
    assert Incoming.objects.get().way == "file"
    assert not Incident.objects.exists()


def test_other_bytes_under_one_number_are_taken_from_nobody_and_both_areas_are_told(
    notes: list[bytes], tmp_path: Path
) -> None:
    at = now()
    first, second = (
        brought(tmp_path, from_north(words, at=at), words.decode()) for words in (b"first", b"second")
    )
    assert plait("import", first).exit_code == 0
    refused(
        plait("import", second), "other bytes came under this number before", "ring the other area", "1 of 1"
    )
    assert notes == [b"first"]
    assert Incident.objects.get().kind == "conflict"
    assert receipt_beside(second, at) == "conflict", "carried back, it tells them as well"
    assert receipt_beside(first, at) == "received"


def test_when_they_hold_other_bytes_of_ours_their_receipt_tells_us(tmp_path: Path) -> None:
    at = now()
    row = said_to_north(at=at)
    receipt = tmp_path / "back.plait-receipt"
    receipt.write_text(receipt_for(row, at=at, state="conflict", why="other-bytes"))
    done = plait("import", receipt)
    assert (done.exit_code, "they hold other bytes" in done.output) == (0, True), done.output
    row.refresh_from_db()
    assert (row.state, Incident.objects.get().kind) == ("conflict", "conflict")


def test_what_came_broken_leaves_nothing_and_is_taken_when_it_comes_whole(
    notes: list[bytes], tmp_path: Path
) -> None:
    whole = from_north(b"They moved.", at=now())
    for cut in (0, 10, 40, len(whole) - 1):
        refused(plait("import", brought(tmp_path, whole[:cut])), "nothing was kept of it")
    changed = bytearray(whole)
    changed[-3] ^= 1
    refused(plait("import", brought(tmp_path, bytes(changed))), "nothing was kept of it")
    assert not Incoming.objects.exists()
    assert list(tmp_path.glob("*.plait-receipt")) == []
    assert plait("import", brought(tmp_path, whole)).exit_code == 0
    assert notes == [b"They moved."]


def test_what_is_no_envelope_is_said(notes: list[bytes], tmp_path: Path) -> None:
    for words in (
        b"\xff\xd8\xff\xe0 a photograph",
        b"PK\x03\x04" + b"\0" * 90,
        b"plait-envelope 9\n" + b"\0" * 90,
    ):
        refused(plait("import", brought(tmp_path, words)), "not as another area sent it")
    refused(plait("import", tmp_path / "missing.plait-envelope"), "cannot be opened (No such file")
    refused(plait("import", tmp_path), "cannot be opened (Is a directory)")
    assert plait("import").exit_code == 2
    assert not Incoming.objects.exists()


def test_what_is_for_another_area_or_of_a_stranger_is_not_read(notes: list[bytes], tmp_path: Path) -> None:
    at = now()
    refused(plait("import", brought(tmp_path, from_north(at=at, receiver="south"))), "(for-somebody-else)")
    refused(plait("import", brought(tmp_path, from_north(at=at, ring=ELSEWHERE))), "is believed here")
    refused(plait("import", brought(tmp_path, from_north(at=at, sender="unheard"))), "(unknown-sender)")
    assert not Incoming.objects.exists()
    assert {one.kind for one in Incident.objects.all()} == {"forged", "stranger"}


def test_what_will_never_be_taken_is_said_to_both(notes: list[bytes], tmp_path: Path) -> None:
    at = now()
    path = brought(tmp_path, from_north(b"never", at=at))
    refused(plait("import", path), "it will never be taken", "(not-for-us)")
    assert receipt_beside(path, at) == "refused"
    assert Incident.objects.get().kind == "we-refused"


def test_a_fault_of_ours_keeps_nothing_and_prints_no_word_of_it(
    notes: list[bytes], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    done = plait("import", brought(tmp_path, from_north(b"broken", at=now())))
    refused(done, "nothing was kept of it; try again")
    printed = done.output + "".join(capfd.readouterr())
    assert "border-handler-failed" in printed
    assert not [word for word in ("Traceback", "a fault of ours", "b'broken'") if word in printed]
    assert not Incoming.objects.exists()


def test_of_several_files_the_good_ones_are_taken(notes: list[bytes], tmp_path: Path) -> None:
    at = now()
    good = [brought(tmp_path, from_north(b"%d" % one, at=at, number=one), str(one)) for one in (1, 2)]
    bad = brought(tmp_path, b"nothing", "3")
    refused(plait("import", good[0], bad, good[1]), "1 of 3 were not taken in.")
    assert notes == [b"1", b"2"]


def test_a_receipt_is_believed_from_the_area_it_was_sent_to_and_nobody_else(
    tmp_path: Path, north: Peer
) -> None:
    at, receipt = now(), tmp_path / "back.plait-receipt"
    row = said_to_north(at=at)
    for written, says in (
        ("not a receipt", "no receipt that is believed"),
        (receipt_for(row, at=at, ring=ELSEWHERE), "no receipt that is believed"),
        (receipt_for(row, at=at, receiver="south"), "no receipt that is believed"),
        (receipt_for(row, at=at, sender="unheard"), "of an area that is not believed"),
        (receipt_for(row, at=at, id=str(UUID(int=7))), "for none of our messages"),
    ):
        receipt.write_text(written)
        refused(plait("import", receipt), says)
    receipt.write_text(receipt_for(row, at=at, digest="0" * 64))
    assert "its message waits on" in plait("import", receipt).output
    assert Outgoing.objects.get().state == "waiting"
    north.state = Peer.State.SUSPENDED
    north.save()
    receipt.write_text(receipt_for(row, at=at))
    refused(plait("import", receipt), "of an area that is not believed")
