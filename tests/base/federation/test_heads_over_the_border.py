"""Two areas show each other their heads each week, and co-sign them."""

from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.db import transaction

from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.federation import outgoing, witnessing
from plait.base.federation.models import Outgoing, Peer
from plait.base.federation.receiving import receive
from plait.base.federation.wire.contents import Contents
from plait.base.federation.wire.envelope import body_of, first_of, open_body, read_head
from plait.base.keys import canonical, own_ring, read_canonical, sign
from plait.base.timers import fire_due
from plait.base.timers.models import Timer
from plait.base.witness.heads import WORD, TreeHead, head_in, statement_of
from plait.base.witness.models import WitnessAlarm
from plait.base.witness.queries import last_of, newest_head, witnessed
from plait.base.witness.sealing import own_log, seal
from plait.base.witness.signers import OwnKey, Pinned
from tests.base.federation.border import NORTH, part
from tests.base.federation.delivery import from_north, pinned
from tests.base.witness.test_witnessing import South

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)
NAME = "areas/north"


class Their:
    """North's key, as it signs heads and words."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def sign(self, payload: bytes, *, typ: str) -> str:
        return sign(payload, typ=typ, at=self.at, ring=NORTH)


@pytest.fixture
def north(at: datetime) -> Peer:
    peer = pinned(at=at)
    with transaction.atomic():
        witnessing.promise(peer, at=at)
    return peer


def written_and_sealed(rows: int, at: datetime) -> int:
    with transaction.atomic():
        for number in range(rows):
            record(act="person:read", about=f"person:{number}", by=Actor.process("tests"), at=at)
    return seal(at=at, signer=OwnKey(at)).size


def opened(row: Outgoing, at: datetime) -> tuple[str, dict[str, Any]]:
    """What north reads in a message of ours, and what it is about."""
    about, words = opened_bytes(row, at)
    return about, read_canonical(words)


def opened_bytes(row: Outgoing, at: datetime) -> tuple[str, bytes]:
    """The same as it stands there."""
    source, body = BytesIO(b"".join(outgoing.envelope_of(row))), BytesIO()
    head = read_head(first_of(source), keys_of=lambda _code: own_ring().public(at=at), us="north", at=at)
    body_of(source, head, keep=body.write)
    body.seek(0)
    with open_body(head, body, ring=NORTH, at=at, understood=frozenset()) as found:
        name = next(iter(found.parts))
        return found.contents.about, found.parts[name].bytes()


def sent(kind: str, name: str, said: dict[str, Any], *, at: datetime, number: int, about: str = "") -> Any:
    wire = from_north(
        at=at, number=number, contents=Contents(kind, about=about), parts=(part(name, canonical(said)),)
    )
    return receive(BytesIO(wire), way="file", at=at)


def word_for(head: str, at: datetime, *, by: str = NAME, **changes: Any) -> str:
    said = head_in(head, reader=Pinned(own_ring().public(at=at), at))
    told = {"log": said.log, "size": said.size, "root": said.root, "at": at, "by": by, **changes}
    return Their(at).sign(statement_of(TreeHead(**told)), typ=WORD)


def waiting() -> list[Outgoing]:
    return list(Outgoing.objects.filter(state="waiting").order_by("posted_at"))


def test_our_head_goes_out_each_week_and_comes_back_co_signed(north: Peer, at: datetime) -> None:
    size = written_and_sealed(5, at)
    assert fire_due(at=at).fired == 1
    (first,) = waiting()
    _, said = opened(first, at)
    assert said["from"] == 0 and said["proof"] == []
    Outgoing.objects.update(state="arrived")
    reply = sent(
        "witness-word/1",
        "word.json",
        {"word": word_for(said["head"], at)},
        at=at,
        number=1,
        about=str(first.pk),
    )
    assert reply.state == "received"
    assert [(one.peer, one.size) for one in witnessed()] == [("north", size)]
    fire_due(at=at + timedelta(days=6))
    assert waiting() == [], "each week, and not before"
    written_and_sealed(3, at + WEEK)
    fire_due(at=at + WEEK)
    (second,) = waiting()
    _, said = opened(second, at + WEEK)
    assert said["from"] == size and said["proof"], "from the head they co-signed, with the proof that it grew"
    assert Timer.objects.get(kind="border-heads").due_at == at + 2 * WEEK


def test_who_has_seen_less_is_shown_it_once_more_from_there(north: Peer, at: datetime) -> None:
    written_and_sealed(4, at)
    fire_due(at=at)
    (first,) = waiting()
    old = opened(first, at)[1]["head"]
    Outgoing.objects.update(state="arrived")
    later = at + WEEK
    written_and_sealed(4, later)
    fire_due(at=later)
    (second,) = waiting()
    assert opened(second, later)[1]["from"] == 0, "their word was lost on the way"
    Outgoing.objects.update(state="arrived")
    for number in (1, 2):
        reply = {"word": word_for(old, at)}
        sent("witness-word/1", "word.json", reply, at=later, number=number, about=str(second.pk))
    (third,) = waiting()
    assert opened(third, later)[1]["from"] == 4 and not WitnessAlarm.objects.exists()
    Outgoing.objects.update(state="arrived")
    sent("witness-word/1", "word.json", {"word": word_for(old, at)}, at=later, number=3, about=str(third.pk))
    assert waiting() == [], "once, not for ever"


def test_a_word_of_more_than_there_is_is_an_alarm(north: Peer, at: datetime) -> None:
    """Our database was put back to last week's copy; north remembers."""
    written_and_sealed(4, at)
    head = newest_head()
    assert head is not None
    said = {"word": word_for(head.statement, at, size=head.size + 50, root="ab" * 32)}
    assert sent("witness-word/1", "word.json", said, at=at, number=1).state == "received"
    assert [(one.kind, one.own) for one in WitnessAlarm.objects.all()] == [("rolled-back", True)]
    assert waiting() == []


def test_their_heads_are_co_signed_and_our_word_goes_back(north: Peer, at: datetime) -> None:
    log = South(Their(at), at)
    log.kept(9)

    def shown(size: int, base: int, number: int, **changes: Any) -> Any:
        proof = [one.hex() for one in log.proof(base, size)] if 0 < base < size else []
        said = {"from": base, "head": log.head(size, log=NAME, **changes), "proof": proof}
        return sent("witness-head/1", "head.json", said, at=at, number=number)

    def word() -> TreeHead:
        row = waiting()[-1]
        Outgoing.objects.update(state="arrived")
        return head_in(opened(row, at)[1]["word"], reader=Pinned(own_ring().public(at=at), at), typ=WORD)

    assert shown(5, 0, 1).state == "received"
    first = word()
    assert (first.size, first.log, first.by) == (5, NAME, own_log())
    shown(9, 5, 2)
    assert word().size == 9
    shown(12, 5, 3)
    assert word().size == 9 and not WitnessAlarm.objects.exists(), (
        "they have lost our last word: they are told it"
    )
    shown(12, 9, 4)
    assert word().size == 12
    shown(12, 9, 5, forked=3)
    assert word().size == 12 and [one.kind for one in WitnessAlarm.objects.all()] == ["split-view"]
    kept = last_of("north")
    assert kept is not None and kept.size == 12


@pytest.mark.parametrize(
    ("kind", "name", "said"),
    [
        ("witness-head/1", "head.json", {"from": 0, "head": "x.y.z", "proof": []}),
        ("witness-head/1", "head.json", {"from": 0, "proof": []}),
        ("witness-head/1", "other.json", {}),
        ("witness-head/1", "head.json", [1]),
        ("witness-word/1", "word.json", {"word": 5}),
        ("witness-word/1", "word.json", {"word": "x.y.z"}),
    ],
)
def test_what_is_no_head_and_no_word_is_refused(
    north: Peer, at: datetime, kind: str, name: str, said: Any
) -> None:
    assert sent(kind, name, said, at=at, number=1).state == "refused"
    assert waiting() == []


def test_a_head_of_another_log_and_a_word_in_anothers_name(north: Peer, at: datetime) -> None:
    log = South(Their(at), at)
    said = {"from": 0, "head": log.head(5, log="areas/elsewhere"), "proof": []}
    assert sent("witness-head/1", "head.json", said, at=at, number=1).state == "received"
    assert waiting() == [] and last_of("north") is None
    written_and_sealed(4, at)
    head = newest_head()
    assert head is not None
    said = {"word": word_for(head.statement, at, by="areas/elsewhere")}
    assert sent("witness-word/1", "word.json", said, at=at, number=2).state == "refused"
    assert witnessed() == []


def test_a_suspended_area_is_shown_nothing(north: Peer, at: datetime) -> None:
    written_and_sealed(4, at)
    Peer.objects.update(state="suspended")
    fire_due(at=at)
    assert waiting() == [] and Timer.objects.get(kind="border-heads").due_at == at + WEEK
