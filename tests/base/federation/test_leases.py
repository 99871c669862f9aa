"""What is shielded or sealed is lent for fifteen minutes: read at its source, kept by nobody else, and never brought back."""

import json
import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta
from io import BytesIO
from threading import Event
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.db import transaction
from django.test import Client

from plait.base.access.verdict import Refused
from plait.base.announce import bus
from plait.base.audit.actor import Actor
from plait.base.audit.models import AuditEntry
from plait.base.federation import client as reaching
from plait.base.federation import leases
from plait.base.federation.leases import WordsLent, end_all, lend_to, read_at_source
from plait.base.federation.models import Borrowing, Loan, Outgoing, Peer
from plait.base.federation.receiving import receive
from plait.base.federation.wire.contents import Contents
from plait.base.federation.wire.envelope import body_of, first_of, open_body, read_head
from plait.base.federation.wire.refusals import NotAccepted
from plait.base.keys import canonical, own_ring, read_canonical
from plait.base.timers.clock_mark import clock_holds
from tests.base.federation.border import NORTH, part
from tests.base.federation.delivery import ask_of_north, from_north, pinned

pytestmark = pytest.mark.django_db
WORKER = Actor(id="w", name="Esther Lunn")
MINUTE = timedelta(minutes=1)
REF, SECRET = "item:1", "She is at the blue door."


@pytest.fixture
def now(at: datetime) -> Iterator[datetime]:
    with time_machine.travel(at, tick=False):
        yield at


@pytest.fixture
def words(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """What stands at each record that can be lent."""
    kept = {REF: SECRET}
    answers: Any = {WordsLent: [lambda question: kept.get(question.ref)]}
    monkeypatch.setattr(bus, "_answerers", {**bus._answerers, **answers})
    return kept


@transaction.atomic
def lent(at: datetime, ref: str = REF) -> Loan:
    return lend_to(to="north", ref=ref, because="They have her tonight.", by=WORKER, at=at)


@transaction.atomic
def ended(at: datetime) -> int:
    return end_all(ref=REF, by=WORKER, at=at)


class Reading:
    """North's server reads what we lend."""

    def __init__(self, client: Client, at: datetime) -> None:
        self.client, self.at, self.asked = client, at, 0

    def __call__(self, loan: Loan, after: timedelta, **more: Any) -> dict[str, Any]:
        """What north reads, or the code of a refusal."""
        self.asked += 1
        at = self.at + after
        said = {"what": str(loan.pk), "who": "Kofi Mensah", **more}
        with time_machine.travel(at, tick=False):
            ask = ask_of_north("lease", at=at, after=self.asked, **said)
            answer = self.client.post("/x/v1/work", ask, content_type="application/jose")
        if answer.status_code != 200:
            return {"error": json.loads(answer.content)["error"]}
        source, body = BytesIO(answer.getvalue()), BytesIO()
        head = read_head(first_of(source), keys_of=lambda _code: own_ring().public(at=at), us="north", at=at)
        body_of(source, head, keep=body.write)
        body.seek(0)
        with open_body(head, body, ring=NORTH, at=at, understood=frozenset()) as opened:
            return dict(read_canonical(opened.parts["words.json"].bytes()))


@pytest.fixture
def reads(client: Client, now: datetime) -> Reading:
    pinned(at=now)
    return Reading(client, now)


GONE = {"error": "nothing-lent"}


def test_it_is_read_at_its_source_for_fifteen_minutes(
    reads: Reading, words: dict[str, str], now: datetime
) -> None:
    loan = lent(now)
    assert reads(loan, MINUTE) == {"left": 14 * 60, "words": SECRET}
    words[REF] = "She has moved on."
    assert reads(loan, 14 * MINUTE)["words"] == "She has moved on.", "as it stands now, not as it was"
    assert reads(loan, 15 * MINUTE) == GONE
    other = lent(now + 20 * MINUTE)
    clock_holds(at=now + 30 * MINUTE)
    assert reads(other, 29.8 * MINUTE)["words"], "two machines of one area may differ by a little"
    assert leases.end_where_clock_was_put_back(now + 29.8 * MINUTE) == 0
    assert leases.end_where_clock_was_put_back(now + 21 * MINUTE) == 1, "else it would be readable for longer"
    assert reads(other, 31 * MINUTE) == GONE and Loan.objects.get(pk=other.pk).taken_back_at, "and stays over"
    rows = AuditEntry.objects.filter(act="lease:read")
    assert rows.count() == 6, "the lease and what was read, each time"


def test_what_was_taken_back_is_gone_for_the_very_next_reading(
    reads: Reading, words: dict[str, str], now: datetime
) -> None:
    loan = lent(now)
    assert ended(now + MINUTE) == 1 and ended(now + MINUTE) == 0
    assert reads(loan, 2 * MINUTE) == GONE
    again = lent(now + 3 * MINUTE)
    assert reads(loan, 4 * MINUTE) == GONE, "lending anew brings nothing back"
    assert reads(again, 5 * MINUTE)["words"] == SECRET
    kinds = list(Outgoing.objects.order_by("posted_at").values_list("kind", flat=True))
    assert kinds == ["lease-lent/1", "lease-ended/1", "lease-lent/1"]


def test_to_whom_nothing_is_given(reads: Reading, words: dict[str, str], now: datetime) -> None:
    loan = lent(now)
    assert reads(loan, MINUTE, what=str(uuid.uuid4())) == GONE
    assert reads(loan, 2 * MINUTE, what="") == GONE
    assert reads(loan, 3 * MINUTE, who=" ") == GONE, "a person reads, by name"
    words.clear()
    assert reads(loan, 4 * MINUTE) == GONE, "it was disposed of"
    words[REF] = SECRET
    Loan.objects.update(peer=pinned("elsewhere", at=now))
    assert reads(loan, 5 * MINUTE) == GONE, "it is lent to another area"
    Peer.objects.update(state="suspended")
    with pytest.raises(Refused, match="area-not-believed"):
        lent(now)


# --- at the reader
def told(said: str, lease: str, *, at: datetime, number: int) -> Any:
    kind = {"lent": leases.LENT, "ended": leases.ENDED}[said]
    wire = from_north(
        at=at,
        number=number,
        contents=Contents(kind),
        parts=(part("lease.json", canonical({"lease": lease})),),
    )
    return receive(BytesIO(wire), way="file", at=at)


@pytest.mark.parametrize("order", [("lent", "ended", "lent"), ("ended", "lent"), ("lent", "ended")])
def test_what_has_ended_stays_ended_in_whatever_order_it_is_told(
    at: datetime, order: tuple[str, ...]
) -> None:
    pinned(at=at)
    lease = str(uuid.uuid4())
    for number, said in enumerate(order, 1):
        assert told(said, lease, at=at, number=number).state == "received"
    row = Borrowing.objects.get()
    assert row.ended_at is not None
    with pytest.raises(Refused, match="nothing-lent"):
        read_at_source(borrowing_id=str(row.pk), by=WORKER, at=at)


def borrowed(at: datetime) -> Borrowing:
    pinned(at=at)
    told("lent", str(uuid.uuid4()), at=at, number=1)
    return Borrowing.objects.get()


def answering(monkeypatch: pytest.MonkeyPatch, *, left: int, took: float = 0.2, about: str = "ask") -> None:
    """North answers our ask after so many seconds."""
    seconds = iter([100.0, 100.0 + took])
    monkeypatch.setattr(leases, "monotonic", lambda: next(seconds))

    def reached(_peer: Peer, _lease: str, who: str, *, at: datetime) -> tuple[str, bytes]:
        assert who == WORKER.name
        said = canonical({"left": left, "words": SECRET})
        wire = from_north(
            at=at, number=9, contents=Contents(leases.WORDS, about=about), parts=(part("words.json", said),)
        )
        return "ask", wire

    monkeypatch.setattr(reaching, "ask_for_lease", reached)


def test_words_are_shown_and_kept_nowhere(monkeypatch: pytest.MonkeyPatch, at: datetime) -> None:
    row = borrowed(at)
    answering(monkeypatch, left=600)
    shown = read_at_source(borrowing_id=str(row.pk), by=WORKER, at=at)
    assert (shown.words, shown.until) == (SECRET, at + 10 * MINUTE)
    for model in apps.get_models():
        if model.__module__.startswith("plait.base"):
            assert not [one for one in model._default_manager.values_list() if "blue door" in repr(one)], (
                model
            )
    assert AuditEntry.objects.filter(act="borrowed:read").exists()


def test_a_late_answer_is_not_shown_however_much_the_holder_thinks_is_left(
    monkeypatch: pytest.MonkeyPatch, at: datetime
) -> None:
    row = borrowed(at)
    for left, took in ((10, 11.0), (0, 0.1), (900, 901.0), (10**9, 900.5)):
        answering(monkeypatch, left=left, took=took)
        with pytest.raises(Refused, match="nothing-lent"):
            read_at_source(borrowing_id=str(row.pk), by=WORKER, at=at)


def test_another_answer_and_nobody_there(monkeypatch: pytest.MonkeyPatch, at: datetime) -> None:
    row = borrowed(at)
    answering(monkeypatch, left=600, about="another ask")
    with pytest.raises(Refused, match="not-reached"):
        read_at_source(borrowing_id=str(row.pk), by=WORKER, at=at)

    def nobody(*_said: Any, **_more: Any) -> Any:
        raise NotAccepted("connectionerror")

    monkeypatch.setattr(leases, "monotonic", lambda: 1.0)
    monkeypatch.setattr(reaching, "ask_for_lease", nobody)
    with pytest.raises(Refused, match="not-reached"):
        read_at_source(borrowing_id=str(row.pk), by=WORKER, at=at)
    with transaction.atomic(), pytest.raises(RuntimeError, match="open transaction"):
        read_at_source(borrowing_id=str(row.pk), by=WORKER, at=at)
    Peer.objects.update(state="suspended")
    with pytest.raises(Refused, match="nothing-lent"):
        read_at_source(borrowing_id=str(row.pk), by=WORKER, at=at)
    with pytest.raises(Refused, match="absent"):
        read_at_source(borrowing_id=str(uuid.uuid4()), by=WORKER, at=at)


def test_an_area_that_only_collects_lends_nothing_and_is_told_so_at_once(
    monkeypatch: pytest.MonkeyPatch, now: datetime, settings: Any
) -> None:
    """Nobody comes to its source. The other way round nothing is in the way: it comes to us and reads."""
    row = borrowed(now)
    Peer.objects.update(collects=True)
    monkeypatch.setattr(reaching, "ask_for_lease", lambda *_said, **_more: pytest.fail("nobody is there"))
    with pytest.raises(Refused, match="not-reached"):
        read_at_source(borrowing_id=str(row.pk), by=WORKER, at=now)
    assert lent(now).until > now
    settings.PLAIT_COLLECTS = True
    with pytest.raises(Refused, match="cannot-be-reached"):
        lent(now)
    assert Loan.objects.count() == 1, "the first, which they come and read"


def test_an_answer_that_drips_is_waited_for_no_longer_than_somebody_waits_before_a_page(
    monkeypatch: pytest.MonkeyPatch, at: datetime
) -> None:
    row, ends = borrowed(at), Event()
    monkeypatch.setattr(reaching, "PATIENCE", 0.05)
    monkeypatch.setattr(reaching, "_take", lambda *_said, **_more: ends.wait(30))
    with pytest.raises(Refused, match="not-reached"):
        read_at_source(borrowing_id=str(row.pk), by=WORKER, at=at)
    ends.set()

    def silent(*_said: Any, **_more: Any) -> Any:
        raise reaching.NotReached("connecttimeout")

    monkeypatch.setattr(reaching, "_take", silent)
    with pytest.raises(Refused, match="not-reached"):
        read_at_source(borrowing_id=str(row.pk), by=WORKER, at=at)
