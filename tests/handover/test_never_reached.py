"""An area behind a firewall, which nobody reaches: it comes and asks for what waits, and answers in time all the same."""

import base64
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
import time_machine
from django.test import Client

from plait.base.federation import jobs, outgoing
from plait.base.federation.models import Incoming, Outgoing, Peer
from plait.base.federation.wire.contents import Contents
from plait.base.federation.wire.envelope import body_of, first_of, open_body, read_head
from plait.base.keys import own_ring
from plait.base.timers import fire_due
from plait.handover.models import AskReceived, RequestReceived
from plait.handover.wire.discovery import read_answer
from plait.handover.wire.requests import REQUEST, TOLD, Request, Who, read_told, write_request
from plait.site.demo.cast import Cast
from tests.base.federation.border import NORTH, part
from tests.base.federation.delivery import Other, ask_of_north, from_north, receipt_for, served
from tests.feedback.journey import Journey
from tests.handover.asking_areas import MINUTES, asking, question
from tests.handover.known_here import known_here
from tests.handover.requesting import THEIR_RING, answers, known_in_north, north_tells, tells, wants
from tests.matrix.world import undone


@pytest.fixture(scope="module")
def once(area_put_back: Callable[[], Cast], django_db_blocker: Any) -> Iterator[Journey]:
    """Theodora is known in Ellowmere, and nobody hides."""
    with known_here(area_put_back, django_db_blocker, authority_number="999") as journey:
        yield journey


@pytest.fixture
def db(once: Journey) -> None:
    """In place of pytest-django's own, as in tests/matrix/conftest.py."""


@pytest.fixture
def here(db: None, once: Journey) -> Iterator[Any]:
    """The same for each test, and what it does is undone."""
    with undone():
        yield replace(once)


@dataclass
class Waits:
    """North, served. What lies in it for us is fetched by us, and what we say is brought there by us."""

    other: Other
    journey: Journey

    def lay(self, number: int, wire: bytes) -> None:
        self.other.has = {f"00000000-0000-0000-0000-{number:012x}": wire}

    def round(self, *, minutes: float = 1) -> None:
        """One round of our worker, so much later."""
        self.journey.at += timedelta(minutes=minutes)
        fire_due(at=self.journey.at)
        jobs.cross(self.journey.at)
        self.other.has = {}

    def brought(self, kind: str) -> bytes:
        """The one part of the newest message of that kind that reached North."""
        row = Outgoing.objects.filter(kind=kind).order_by("-posted_at").first()
        assert row is not None and row.state == "arrived", "nobody came to fetch it: we brought it"
        (wire,) = [
            body for path, body in self.other.came if path.endswith("messages") and str(row.pk) in said(body)
        ]
        source, body = BytesIO(wire), BytesIO()
        at = self.journey.at
        head = read_head(first_of(source), keys_of=lambda _code: own_ring().public(at=at), us="north", at=at)
        body_of(source, head, keep=body.write)
        body.seek(0)
        with open_body(head, body, ring=NORTH, at=at, understood=frozenset()) as found:
            (one,) = found.parts.values()
            return one.bytes()


def said(wire: bytes) -> str:
    """What the head of an envelope says in clear."""
    middle = first_of(BytesIO(wire)).split(".")[1]
    return base64.urlsafe_b64decode(middle + "=" * (-len(middle) % 4)).decode(errors="replace")


def test_it_answers_a_question_and_a_request_in_time(here: Journey, settings: Any) -> None:
    settings.PLAIT_COLLECTS = True
    with served(Other(lambda: here.at)) as other:
        Peer.objects.update(url=other.url)
        north = Waits(other, here)
        north.lay(1, asking(question(), at=here.at))
        north.round()
        ask = AskReceived.objects.get()
        north.round(minutes=MINUTES.total_seconds() / 60)
        assert read_answer(north.brought("family-answered/1")).says == "known"
        assert here.at - ask.arrived_at <= timedelta(minutes=5), "within minutes, though nobody reaches us"
        wanted = Request(
            child=str(ask.message), purpose="To see whether she is safe there.", gateway="CA89_47",
            questions=["Who saw her last?"], by=Who(name="Nora Canary-Field"), ring=THEIR_RING, quiet=False,
        )  # fmt: skip
        parts = (part("request.json", write_request(wanted), "application/json"),)
        contents = Contents(REQUEST, about=str(ask.message))
        north.lay(2, from_north(at=here.at, number=2, contents=contents, parts=parts))
        north.round()
        north.round(minutes=MINUTES.total_seconds() / 60)
        request = RequestReceived.objects.get()
        assert request.state == "open" and request.due_at is not None
        answers(here, request)
        north.round()
        told = read_told(north.brought(TOLD))
        assert told.lines[0].text == "She comes to school each day." and here.at < request.due_at
    assert set(Incoming.objects.values_list("way", flat=True)) == {"fetched"}, "nothing ever came to our door"


def test_one_that_comes_to_us_fetches_what_we_ask_and_brings_its_answers(here: Journey) -> None:
    """North is behind the firewall now: what we ask waits for it, and nothing is ever brought there."""
    Peer.objects.update(collects=True)
    with time_machine.travel(here.at, tick=False) as clock:
        asked = known_in_north(here)
        clock.move_to(here.at)
        assert fetched(Outgoing.objects.get(pk=asked.message), at=here.at) == "arrived"
        ours = wants(here, asked)
        clock.move_to(here.at)
        assert jobs.cross(here.at) == 0
        assert fetched(Outgoing.objects.get(pk=ours.message), at=here.at, after=10) == "arrived"
        told = tells(child=str(asked.message))
        assert north_tells(ours, told, at=here.later()).state == "received"
    ours.refresh_from_db()
    assert ours.state == "answered" and ours.answered_at is not None and ours.answered_at < ours.due_at


def fetched(row: Outgoing, *, at: datetime, after: int = 0) -> str:
    """North asks what waits, fetches this, and says that it is safe there. What became of it."""
    door = Client()

    def post(body: str) -> Any:
        return door.post("/x/v1/work", body.encode(), content_type="application/octet-stream")

    listed = json.loads(post(ask_of_north(at=at, after=after)).content)["answer"]
    middle = listed.split(".")[1]
    waiting = json.loads(base64.urlsafe_b64decode(middle + "=" * (-len(middle) % 4)))["waiting"]
    assert str(row.pk) in [one["id"] for one in waiting]
    got = post(ask_of_north("fetch", at=at, after=after + 1, what=str(row.pk)))
    assert got.getvalue() == b"".join(outgoing.envelope_of(row))
    post(ask_of_north(at=at, after=after + 2, receipts=(receipt_for(row, at=at.replace(microsecond=0)),)))
    row.refresh_from_db()
    return str(row.state)
