"""Envelopes: the same bytes over https and in a file, opened by their reader alone, whole or not at all."""

import subprocess
import sys
from datetime import timedelta
from io import BytesIO

import pytest

from plait.base.federation.wire.contents import Contents
from plait.base.federation.wire.envelope import LONGEST_LIFE, sender_said
from plait.base.federation.wire.pieces import PIECE, decrypt, encrypt, sealed_bytes
from plait.base.federation.wire.refusals import NotAccepted
from plait.base.keys import NotSealed, PublicKeys
from plait.base.keys.ring import NOTICE, OVERLAP
from tests.base.federation.border import AT, NORTH, SOUTH, part, published, split, taken_in, written


def why(wire: bytes, **changes: object) -> str:
    with pytest.raises(NotAccepted) as refusal:
        taken_in(wire, **changes)  # type: ignore[arg-type]
    return refusal.value.reason


def test_what_was_said_arrives() -> None:
    opened = taken_in(
        written(
            parts=(part("core.json", b"{}", "application/json"), part("empty.txt", b""), part("a.pdf", b"%" * 70_000)),
            contents=Contents("handover/1", must_understand=("handover/1",), more={"seen_by": "a newer sender"}),
        )
    )  # fmt: skip
    assert {name: one.bytes() for name, one in opened.parts.items()} == {
        "core.json": b"{}", "empty.txt": b"", "a.pdf": b"%" * 70_000,
    }  # fmt: skip
    assert opened.contents.kind == "handover/1"
    assert opened.contents.more == {"seen_by": "a newer sender"}, "what a newer sender says is kept"
    assert (opened.head.sender, opened.head.receiver, opened.head.at) == ("north", "south", AT)


def test_nothing_of_it_can_be_read_on_the_way() -> None:
    wire = written(b"The refuge is in Market Street.", contents=Contents("handover/1"))
    assert b"Market" not in wire and b"handover" not in wire and b"note.txt" not in wire
    assert sender_said(split(wire)[1].decode()) == "north"


def test_the_same_words_twice_are_never_the_same_bytes() -> None:
    assert split(written())[2] != split(written())[2]


@pytest.mark.parametrize("length", [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE])
def test_pieces_of_every_length(length: int) -> None:
    words, key = b"w" * length, b"k" * 32
    sealed = b"".join(encrypt([words], key=key, bound_to=b"x"))
    assert len(sealed) == sealed_bytes(length)
    assert b"".join(decrypt(BytesIO(sealed), key=key, bound_to=b"x")) == words
    for other in (sealed[:-1], sealed + b"x", b"", sealed[:PIECE], sealed[PIECE + 16 :] or b"y"):
        if other == sealed:
            continue
        with pytest.raises(NotAccepted):
            list(decrypt(BytesIO(other), key=key, bound_to=b"x"))
    with pytest.raises(NotAccepted):
        list(decrypt(BytesIO(sealed), key=key, bound_to=b"y"))


def test_an_envelope_has_its_time() -> None:
    wire = written()
    assert why(wire, at=AT + timedelta(days=7)) == "over"
    assert why(wire, at=AT - timedelta(minutes=6)) == "from-the-future"
    assert taken_in(wire, at=AT - timedelta(minutes=4)).head.sender == "north", (
        "two clocks may differ a little"
    )
    assert why(written(until=AT + LONGEST_LIFE + timedelta(seconds=1))) == "life-too-long"
    assert why(written(until=AT)) == "life-too-long"


def test_what_a_reader_must_understand_it_understands_or_refuses() -> None:
    assert why(written(contents=Contents("note/1", must_understand=("lease/1",)))) == "not-understood"


def test_a_newer_version_is_named_as_such() -> None:
    assert why(b"plait-envelope/2" + written()[16:]) == "newer-version"


def test_a_rotation_loses_no_message() -> None:
    """South's new keys are published two weeks before; what was sealed to the old ones opens for thirty days after."""
    turned = SOUTH.rotated(at=AT)
    begins = AT + NOTICE
    wire = written(at=begins - timedelta(hours=1), to=published(turned), until=begins + timedelta(days=40))
    after = begins + timedelta(days=20)
    north = {"north": published(NORTH, after)}.get
    assert taken_in(wire, ring=turned, at=after, keys_of=north).head.sender == "north"
    assert why(wire, ring=turned, at=begins + OVERLAP, keys_of=north) == "key-not-in-its-time"


def test_nothing_is_written_to_an_area_without_keys() -> None:
    with pytest.raises(NotSealed):
        written(to=PublicKeys(()))


@pytest.mark.parametrize(
    "name", ["", "../x", "a/b", "a\\b", ".x", "A.txt", "x" * 70, "a\x00", "con.", "a..b"]
)
def test_no_part_has_a_name_that_could_be_a_path(name: str) -> None:
    with pytest.raises(NotAccepted, match="no-list"):
        written(parts=(part(name, b"x"),))


def test_two_parts_have_two_names() -> None:
    with pytest.raises(NotAccepted, match="no-list"):
        written(parts=(part("a.txt", b"x"), part("a.txt", b"y")))


def test_a_file_that_changes_while_it_is_sent_is_not_sent() -> None:
    turns = iter([b"one", b"three"])
    changing = part("a.txt", b"")
    object.__setattr__(changing, "open", lambda: BytesIO(next(turns)))
    with pytest.raises(NotAccepted, match="changed"):
        written(parts=(changing,))


MEMORY = """
import io, resource, sys, tempfile
from datetime import timedelta
from tests.base.federation.border import AT, NORTH, SOUTH, published, pins, UNDERSTOOD
from plait.base.federation.wire.contents import Contents, Part
from plait.base.federation.wire import envelope as e
class Zeros(io.RawIOBase):
    left = 200_000_000
    def read(self, n=-1):
        n = min(n, self.left); self.left -= n
        return bytes(n)
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
with tempfile.TemporaryFile() as body, tempfile.TemporaryFile() as wire, tempfile.TemporaryFile() as got:
    head = e.write_envelope(envelope_id="00000000-0000-0000-0000-000000000001", sender="north", receiver="south",
        contents=Contents("note/1"), parts=(Part("a.bin", "application/octet-stream", Zeros),), at=AT,
        until=AT + timedelta(days=1), to=published(SOUTH), ring=NORTH, body=body)
    body.seek(0)
    for some in e.assembled(head, body): wire.write(some)
    wire.seek(0)
    head = e.read_head(e.first_of(wire), keys_of=pins().get, us="south", at=AT)
    e.body_of(wire, head, keep=got.write)
    got.seek(0)
    with e.open_body(head, got, ring=SOUTH, at=AT, understood=UNDERSTOOD) as opened:
        assert sum(map(len, opened.parts["a.bin"].chunks())) == 200_000_000
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


@pytest.mark.slow
def test_two_hundred_megabytes_pass_through_little_memory() -> None:
    """Written, sent, checked and opened in one process: what that adds to it stays below 64 MB."""
    done = subprocess.run([sys.executable, "-c", MEMORY], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) < 64
