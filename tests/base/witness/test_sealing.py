"""Sealing in the background: every row once, in batches that are whole or not there, and a head that is signed."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from plait.base.audit.models import AuditEntry
from plait.base.timers.models import ClockMark
from plait.base.witness import sealing, store
from plait.base.witness.checking import look_over
from plait.base.witness.heads import HEAD, WORD, NotAHead, TreeHead, head_in, statement_of
from plait.base.witness.models import Awaited, Head, Leaf, Node, SealedLog
from plait.base.witness.queries import late, offer_for
from plait.base.witness.sealing import own_log, seal, seal_lately
from plait.base.witness.tree import consistent, included
from tests.base.witness.conftest import Key

pytestmark = pytest.mark.django_db
Looks = Callable[..., None]


def test_every_row_is_sealed_once_and_the_head_is_signed(looks: Looks, own: Key, at: datetime) -> None:
    looks(5)
    assert seal(at=at, signer=own).rows == 5
    looks(3)
    done = seal(at=at + timedelta(minutes=2), signer=own)
    assert (done.rows, done.size, done.more) == (3, 8, False)
    leaves = list(Leaf.objects.order_by("index").values_list("index", "hash"))
    rows = list(AuditEntry.objects.order_by("pk").values_list("leaf", flat=True))
    assert leaves == list(enumerate(rows))
    head = Head.objects.get(size=8)
    assert head_in(head.statement, reader=own) == TreeHead(own_log(), 8, head.root, head.at)
    assert consistent(
        old=5, old_root=bytes.fromhex(Head.objects.get(size=5).root), new=8, new_root=bytes.fromhex(head.root),
        proof=store.consistency(old=5, new=8),
    )  # fmt: skip
    for index, leaf in leaves:
        assert included(
            leaf=bytes.fromhex(leaf), index=index, size=8, root=bytes.fromhex(head.root),
            proof=store.inclusion(index=index, size=8),
        )  # fmt: skip


def test_in_batches_it_is_the_same_log(
    looks: Looks, own: Key, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks(23)
    monkeypatch.setattr(sealing, "AT_ONCE", 5)
    assert seal(at=at, signer=own, most=2) == sealing.Sealed(10, 10, more=True)
    assert seal(at=at, signer=own) == sealing.Sealed(13, 23, more=False)
    assert store.root_at(23) == Head.objects.get(size=23).root
    assert look_over(at=at).faults == []


def test_the_worker_seals_at_most_once_a_minute_and_only_what_is_new(
    looks: Looks, own: Key, at: datetime
) -> None:
    looks()
    assert seal_lately(at=at, signer=own) is not None
    looks()
    assert seal_lately(at=at + timedelta(seconds=59), signer=own) is None
    assert seal_lately(at=at + timedelta(minutes=1), signer=own) is not None
    assert seal_lately(at=at + timedelta(hours=1), signer=own) is None
    assert Head.objects.count() == 2


def test_a_clock_that_was_set_back_seals_nothing_until_somebody_looked(
    looks: Looks, own: Key, at: datetime
) -> None:
    looks()
    seal(at=at, signer=own)
    ClockMark.objects.create(id=1, seen_at=at)
    looks()
    before = at - timedelta(hours=3)
    assert seal_lately(at=before, signer=own) is None
    ClockMark.objects.update(seen_at=before)
    assert seal_lately(at=before, signer=own) is not None


def test_nothing_is_sealed_of_nothing(own: Key, at: datetime) -> None:
    assert seal_lately(at=at, signer=own) == sealing.Sealed(0, 0, more=False)
    assert not Head.objects.exists()
    assert offer_for(0) is None
    assert look_over(at=at).faults == []


def test_a_row_whose_transaction_ended_late_is_sealed_after_those_with_higher_numbers(
    looks: Looks, own: Key, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PostgreSQL gives a row its number before its transaction ends: the third of five shows itself later."""
    looks(5)
    third, fourth = list(AuditEntry.objects.order_by("pk").values_list("pk", flat=True))[2:4]
    really = AuditEntry.objects
    with monkeypatch.context() as patched:
        patched.setattr(AuditEntry, "objects", really.exclude(pk__in=[third, fourth]))
        assert seal(at=at, signer=own).rows == 3
    assert {third, fourth} <= set(Awaited.objects.values_list("entry", flat=True))
    assert seal(at=at + timedelta(minutes=1), signer=own).rows == 2
    assert list(Leaf.objects.order_by("index").values_list("entry", flat=True))[3:] == [third, fourth]
    seal(at=at + timedelta(days=1, minutes=2), signer=own)
    assert not Awaited.objects.exists()
    assert look_over(at=at + timedelta(days=2)).faults == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("step", ["_sign", "add", "save"])
def test_killed_at_any_point_it_goes_on_from_whole_batches(
    step: str, looks: Looks, own: Key, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks(7)
    seal(at=at, signer=own)
    looks(6)
    monkeypatch.setattr(sealing, "AT_ONCE", 4)
    calls = []

    def killed(*_args: object, **_named: object) -> None:
        calls.append(1)
        raise RuntimeError("killed")

    with monkeypatch.context() as patched:
        if step == "_sign":
            patched.setattr(sealing, "_sign", killed)
        elif step == "add":
            really = store.add

            def second(**named: object) -> None:
                if len(calls) == 1:
                    killed()
                calls.append(1)
                really(**named)  # type: ignore[arg-type]

            patched.setattr(store, "add", second)
        else:
            patched.setattr(SealedLog, "save", killed)
        with pytest.raises(RuntimeError, match="killed"):
            seal(at=at + timedelta(minutes=1), signer=own)
    log = SealedLog.objects.get()
    assert log.size == Leaf.objects.count() == {"_sign": 13, "add": 11, "save": 7}[step]
    assert seal(at=at + timedelta(minutes=2), signer=own).size == 13
    assert look_over(at=at).faults == []
    assert Head.objects.filter(size=13).exists()


def test_a_sealing_costs_as_many_questions_in_a_long_log_as_in_a_short_one(
    looks: Looks, own: Key, at: datetime
) -> None:
    counts = []
    for hour, rows in enumerate((2, 300, 700)):
        looks(rows)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            seal(at=at + timedelta(hours=hour), signer=own)
        counts.append(len(asked))
    assert counts[1] <= counts[0] + 4 and counts[2] <= counts[1] + 4, counts
    with CaptureQueriesContext(connection) as asked:
        store.consistency(old=300, new=1002)
        store.inclusion(index=77, size=1002)
    assert len(asked) <= 4
    assert Node.objects.count() < Leaf.objects.count() == 1002


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE witness_leaf SET hash = 'x'",
        "DELETE FROM witness_leaf",
        "UPDATE witness_node SET hash = 'x'",
        "DELETE FROM witness_node",
        "UPDATE witness_head SET root = 'x'",
        "DELETE FROM witness_head",
    ],
)
def test_the_database_refuses_to_change_what_is_sealed(
    statement: str, looks: Looks, own: Key, at: datetime
) -> None:
    looks(3)
    seal(at=at, signer=own)
    with (
        pytest.raises(DatabaseError, match="does not change"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert look_over(at=at).faults == []


def test_rows_that_wait_too_long_are_seen(looks: Looks, own: Key, at: datetime) -> None:
    assert late(at=at) is None
    looks()
    assert late(at=at + timedelta(minutes=14)) is None
    assert late(at=at + timedelta(minutes=20)) == timedelta(minutes=20)
    seal(at=at, signer=own)
    assert late(at=at + timedelta(minutes=20)) is None


def test_a_statement_is_a_head_or_a_word_and_whole(own: Key, south: Key, at: datetime) -> None:
    head = TreeHead("areas/north", 3, "ab" * 32, at)
    word = TreeHead("areas/north", 3, "ab" * 32, at, by="areas/south")
    signed = own.sign(statement_of(head), typ=HEAD)
    assert head_in(signed, reader=own) == head
    assert head_in(own.sign(statement_of(word), typ=WORD), reader=own, typ=WORD) == word
    said = json.loads(statement_of(head))
    for wrong in (
        signed[:-4] + "AAAA",
        south.sign(statement_of(head), typ=HEAD),
        own.sign(statement_of(head), typ=WORD),
        own.sign(statement_of(word), typ=HEAD),
        *(
            own.sign(json.dumps({**said, **change}).encode(), typ=HEAD)
            for change in (
                {"size": 0}, {"size": True}, {"size": 2**62}, {"size": "3"}, {"root": "AB" * 32}, {"root": "ab"},
                {"root": 3}, {"log": ""}, {"log": 7}, {"v": 2}, {"at": "yesterday"}, {"at": 3},
                {"at": "2026-11-28T10:00:00"}, {"more": 1},
            )
        ),
        own.sign(b"[]", typ=HEAD),
        own.sign(b"\xff", typ=HEAD),
        "",
        "a.b",
    ):  # fmt: skip
        with pytest.raises(NotAHead):
            head_in(wrong, reader=own)
    with pytest.raises(NotAHead):
        head_in(own.sign(statement_of(head), typ=WORD), reader=own, typ=WORD)
