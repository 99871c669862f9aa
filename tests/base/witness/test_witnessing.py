"""Two areas witness each other's logs: what is co-signed, what is not, and what is an alarm."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

import pytest
from django.db import DatabaseError, connection, transaction

from plait.base.access.verdict import Refused
from plait.base.audit.models import AuditEntry
from plait.base.witness.actions.cosign_head import Answered, cosign_head
from plait.base.witness.actions.keep_word import keep_word
from plait.base.witness.actions.look_log_over import look_log_over
from plait.base.witness.actions.settle_alarm import settle_alarm
from plait.base.witness.heads import HEAD, WORD, TreeHead, head_in, statement_of
from plait.base.witness.models import CoSignature, Head, PeerHead, WitnessAlarm
from plait.base.witness.queries import last_of, offer_for, open_alarms, peers_heads, witnessed
from plait.base.witness.sealing import own_log, seal
from plait.base.witness.tree import EMPTY, consistency_parts, fold, grow, whole_in
from tests.base.witness.conftest import WORKER, Key
from tests.base.witness.test_tree import LEAVES
from tests.lanes.flushing import triggers_lifted

pytestmark = pytest.mark.django_db
PEER, LOG = "south", "areas/south"


class Signs(Protocol):
    """A key, or what signs with one."""

    def sign(self, payload: bytes, *, typ: str) -> str: ...


@dataclass
class South:
    """A peer's log in memory; `forked` is the leaf where it tells another story."""

    key: Signs
    at: datetime

    def kept(self, size: int, forked: int | None = None) -> tuple[dict[Any, bytes], str]:
        leaves = [LEAVES[255] if number == forked else leaf for number, leaf in enumerate(LEAVES[:size])]
        peaks, made = grow(size=0, peaks=[], leaves=leaves)
        return made, fold(peaks).hex()

    def head(self, size: int, *, forked: int | None = None, minutes: int = 0, log: str = LOG) -> str:
        said = TreeHead(log, size, self.kept(size, forked)[1], self.at + timedelta(minutes=minutes or size))
        return self.key.sign(statement_of(said), typ=HEAD)

    def proof(self, old: int, new: int, forked: int | None = None) -> list[bytes]:
        kept, _ = self.kept(new, forked)
        return [
            fold([kept[name] for name in whole_in(first, end)])
            for first, end in consistency_parts(old=old, new=new)
        ]


@pytest.fixture
def peer(south: Key, at: datetime) -> South:
    return South(south, at)


@pytest.fixture
def asks(south: Key, own: Key, at: datetime) -> Callable[..., Answered]:
    def asked(head: str, proof: list[bytes] | None = None) -> Answered:
        return cosign_head(
            peer=PEER, log=LOG, head=head, proof=proof or [], reader=south, signer=own, by=WORKER, at=at
        )

    return asked


def test_a_log_that_grew_is_co_signed_and_the_word_is_kept(
    asks: Callable[..., Answered], peer: South, own: Key
) -> None:
    first = asks(peer.head(5))
    assert (first.verdict.reason, first.last_size) == ("first-head", 5)
    grew = asks(peer.head(9), peer.proof(5, 9))
    assert (grew.verdict.reason, grew.last_size) == ("grew", 9)
    word = head_in(grew.cosigned, reader=own, typ=WORD)
    assert (word.log, word.size, word.root, word.by) == (LOG, 9, peer.kept(9)[1], own_log())
    kept = last_of(PEER)
    assert kept is not None and kept.cosigned == grew.cosigned
    assert [one.size for one in peers_heads()] == [9]
    assert open_alarms() == 0
    assert AuditEntry.objects.filter(act="witness:co-sign", verdict="allowed").count() == 2


def test_the_same_head_twice_is_the_same_word(asks: Callable[..., Answered], peer: South) -> None:
    asks(peer.head(5))
    grew = asks(peer.head(9), peer.proof(5, 9))
    assert asks(peer.head(9), peer.proof(5, 9)).cosigned == grew.cosigned
    late = asks(peer.head(5))
    assert (late.verdict.reason, late.last_size) == ("co-signed-before", 9)
    assert PeerHead.objects.count() == 2


@pytest.mark.parametrize(
    ("head", "proof", "reason", "alarm"),
    [
        ({"size": 9, "forked": 2}, None, "split-view", True),
        ({"size": 12, "forked": 2}, (9, 12, 2), "broken-proof", True),
        ({"size": 12}, (5, 12), "broken-proof", True),
        ({"size": 12}, None, "no-proof", False),
        ({"size": 7, "minutes": 60}, None, "rolled-back", True),
        ({"size": 7}, None, "older-head", False),
        ({"size": 12, "log": "areas/north"}, (9, 12), "other-log", False),
    ],
)
def test_what_is_not_co_signed(
    asks: Callable[..., Answered],
    peer: South,
    head: dict[str, Any],
    proof: tuple[Any, ...] | None,
    reason: str,
    alarm: bool,
) -> None:
    asks(peer.head(5))
    asks(peer.head(9), peer.proof(5, 9))
    answered = asks(peer.head(**head), peer.proof(*proof) if proof else None)
    assert (answered.verdict.reason, answered.cosigned, answered.last_size) == (reason, "", 9)
    assert [one.kind for one in WitnessAlarm.objects.all()] == ([reason] if alarm else [])
    assert PeerHead.objects.count() == 2
    assert AuditEntry.objects.filter(act="witness:co-sign", verdict="refused", reason=reason).exists()


def test_a_head_that_the_peer_did_not_sign_is_refused(
    asks: Callable[..., Answered], peer: South, own: Key
) -> None:
    said = TreeHead(LOG, 5, peer.kept(5)[1], peer.at)
    for statement in (own.sign(statement_of(said), typ=HEAD), peer.head(5) + "x", "", "a.b.c"):
        with pytest.raises(Refused, match="not-a-head"):
            asks(statement)
    assert not PeerHead.objects.exists()


def test_the_same_alarm_is_raised_once_until_somebody_said_what_they_found(
    asks: Callable[..., Answered], peer: South, at: datetime
) -> None:
    asks(peer.head(9))
    for _ in range(3):
        asks(peer.head(9, forked=1))
    alarm = WitnessAlarm.objects.get()
    assert (alarm.theirs, alarm.ours) == (peer.kept(9, 1)[1], peer.kept(9)[1])
    with pytest.raises(Refused, match="needs-words"):
        settle_alarm(alarm_id=str(alarm.pk), found=" ", by=WORKER, at=at)
    settle_alarm(alarm_id=str(alarm.pk), found="They put an old copy back.", by=WORKER, at=at)
    assert open_alarms() == 0
    with pytest.raises(Refused, match="already-settled"):
        settle_alarm(alarm_id=str(alarm.pk), found="Again.", by=WORKER, at=at)
    with pytest.raises(Refused, match="absent"):
        settle_alarm(alarm_id="00000000-0000-4000-8000-000000000000", found="x", by=WORKER, at=at)


# --- our own log, as a witness sees it
def says(key: Key, *, size: int, root: str, at: datetime, log: str = "", by: str = LOG) -> str:
    return key.sign(statement_of(TreeHead(log or own_log(), size, root, at, by=by)), typ=WORD)


@pytest.fixture
def hears(south: Key, at: datetime) -> Callable[[str], Any]:
    def heard(word: str) -> Any:
        return keep_word(peer=PEER, word=word, witness=LOG, reader=south, by=WORKER, at=at)

    return heard


def test_a_witnesss_word_for_our_head_is_kept_once(
    looks: Callable[..., None], own: Key, south: Key, hears: Callable[[str], Any], at: datetime
) -> None:
    looks(4)
    seal(at=at, signer=own)
    head = Head.objects.get()
    word = says(south, size=head.size, root=head.root, at=at)
    for _ in range(2):
        assert hears(word).reason == "as-we-are"
    assert CoSignature.objects.get().statement == word
    assert [(one.peer, one.size) for one in witnessed()] == [(PEER, head.size)]
    looks(3)
    seal(at=at + timedelta(minutes=5), signer=own)
    offer = offer_for(head.size)
    assert offer is not None and offer.size > head.size and offer.proof
    assert offer_for(0).proof == []  # type: ignore[union-attr]


def test_a_copy_of_the_database_that_was_put_back_is_noticed_at_the_first_word(
    looks: Callable[..., None], own: Key, south: Key, hears: Callable[[str], Any], at: datetime
) -> None:
    looks(4)
    seal(at=at, signer=own)
    size = Head.objects.get().size
    assert hears(says(south, size=size + 40, root="ab" * 32, at=at)).reason == "rolled-back"
    assert hears(says(south, size=size, root="ab" * 32, at=at)).reason == "split-view"
    assert {(one.kind, one.own) for one in WitnessAlarm.objects.all()} == {
        ("rolled-back", True),
        ("split-view", True),
    }
    assert not CoSignature.objects.exists()


def test_a_word_of_another_log_or_in_anothers_name(
    looks: Callable[..., None], own: Key, south: Key, hears: Callable[[str], Any], at: datetime
) -> None:
    looks(4)
    seal(at=at, signer=own)
    head = Head.objects.get()
    assert hears(says(south, size=4, root=head.root, at=at, log="areas/other")).reason == "other-log"
    for word in (
        says(south, size=4, root=head.root, at=at, by="areas/east"),
        says(own, size=4, root=head.root, at=at),
        head.statement,
    ):
        with pytest.raises(Refused, match="not-a-word"):
            hears(word)
    assert not WitnessAlarm.objects.exists()


# --- our own rows, behind our back
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("which", [0, 3, 8])
@pytest.mark.parametrize(
    "change",
    [
        "UPDATE audit_auditentry SET act = 'nothing:happened' WHERE id = %s",
        "UPDATE audit_auditentry SET leaf = salt WHERE id = %s",
        "DELETE FROM audit_auditentry WHERE id = %s",
    ],
)
def test_a_changed_row_is_found_wherever_it_is(
    which: int, change: str, looks: Callable[..., None], own: Key, at: datetime
) -> None:
    """Somebody with all rights over the database lifts the triggers."""
    looks(9)
    seal(at=at, signer=own)
    row = AuditEntry.objects.order_by("pk")[which].pk
    with transaction.atomic(), triggers_lifted(), connection.cursor() as cursor:
        cursor.execute(change, [row])
    found = look_log_over(by=WORKER, at=at)
    assert found.faults == [f"row {row} is not what was sealed as leaf {which}"]
    assert WitnessAlarm.objects.get().kind == "row-changed"


@pytest.mark.django_db(transaction=True)
def test_leaves_and_heads_that_were_changed_are_found(
    looks: Callable[..., None], own: Key, at: datetime
) -> None:
    looks(6)
    seal(at=at, signer=own)
    with transaction.atomic(), triggers_lifted(), connection.cursor() as cursor:
        cursor.execute("UPDATE witness_node SET hash = %s WHERE place = 3", ["ab" * 32])
    assert "the kept tree is not the tree of its leaves" in look_log_over(by=WORKER, at=at).faults
    with transaction.atomic(), triggers_lifted(), connection.cursor() as cursor:
        cursor.execute("UPDATE witness_head SET root = %s", [EMPTY.hex()])
    assert any("another history" in one for one in look_log_over(by=WORKER, at=at).faults)
    with transaction.atomic(), triggers_lifted(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM witness_leaf WHERE index = 2" if connection.vendor == "postgresql"
                       else 'DELETE FROM witness_leaf WHERE "index" = 2')  # fmt: skip
    assert "leaf 2 is missing" in look_log_over(by=WORKER, at=at).faults


def test_a_row_that_was_never_sealed_is_found_after_a_day(
    looks: Callable[..., None], own: Key, at: datetime
) -> None:
    looks(2)
    seal(at=at, signer=own)
    looks(1)
    assert look_log_over(by=WORKER, at=at + timedelta(hours=23)).faults == []
    looks(0)
    newest = AuditEntry.objects.filter(act="person:read").latest("pk").pk
    assert look_log_over(by=WORKER, at=at + timedelta(days=2)).faults[0] == f"row {newest} was never sealed"


@pytest.mark.django_db(transaction=True)
def test_a_co_signature_does_not_change(asks: Callable[..., Answered], peer: South) -> None:
    asks(peer.head(5))
    for statement in ("UPDATE witness_peerhead SET root = 'x'", "DELETE FROM witness_peerhead"):
        with (
            pytest.raises(DatabaseError, match="does not change"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
