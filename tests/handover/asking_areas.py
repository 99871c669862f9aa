"""Ellowmere and North: North, in memory, asks and answers over the border as another Plait would."""

from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any

from plait.base.federation import outgoing
from plait.base.federation.models import Outgoing
from plait.base.federation.receiving import Taken, receive
from plait.base.federation.wire.contents import Contents
from plait.base.federation.wire.envelope import body_of, first_of, open_body, read_head
from plait.base.keys import own_ring
from plait.base.timers import fire_due
from plait.handover.models import AskReceived
from plait.handover.wire.discovery import (
    ANSWERED,
    ASKED,
    Answer,
    Ask,
    Contact,
    Home,
    Says,
    Somebody,
    read_answer,
    read_ask,
    write_answer,
    write_ask,
)
from tests.base.federation.border import NORTH, part
from tests.base.federation.delivery import from_north
from tests.feedback.journey import ADDRESS, CHILD, POSTCODE, SURNAME

MINUTES = timedelta(minutes=3)
THEIRS = Contact("Northmere Council", "Northmere Hub", "01632 960700", "Their night team", "01632 960799")
THEODORA = Somebody(CHILD, SURNAME, "", date(2019, 4, 3), "")
PERHAPS = Somebody(CHILD, "Smith", "", date(2019, 4, 3), "")  # her stepfather’s name
NOBODY = Somebody("Quentin", "Nowhere-Atall", "", date(2018, 2, 2), "")


def question(child: Somebody = THEODORA, **changes: Any) -> Ask:
    said = {
        "household": (), "homes": (Home(ADDRESS, POSTCODE),), "purpose": "enquiry", "gateway": "CA04_16LA",
        "because": "They came last week, and nobody here knows them.", "name": "Nora Canary-Field", "job": "Social worker",
        "ring": THEIRS, "quiet": False, **changes,
    }  # fmt: skip
    return Ask(child=child, **said)


def asking(ask: Ask, *, at: datetime, number: int = 1) -> bytes:
    """The envelope of a question, as it travels."""
    said = (part("ask.json", write_ask(ask), "application/json"),)
    return from_north(at=at, number=number, contents=Contents(ASKED), parts=said)


def north_asks(ask: Ask, *, at: datetime, number: int = 1) -> Taken:
    """The envelope arrives here."""
    return receive(BytesIO(asking(ask, at=at, number=number)), way="file", at=at)


def asked_by_north(ask: Ask, *, at: datetime, number: int = 1) -> AskReceived:
    """It arrives, its minute comes, and soon after it whoever has something to do hears."""
    assert north_asks(ask, at=at, number=number).state == "received"
    fire_due(at=at + MINUTES)
    return AskReceived.objects.order_by("-arrived_at", "-pk").get(message__endswith=f"{number:012x}")


def opened(row: Outgoing, at: datetime, *, understood: frozenset[str] = frozenset()) -> tuple[str, bytes]:
    """What North reads in a message of ours: about what, and its one part."""
    source, body = BytesIO(b"".join(outgoing.envelope_of(row))), BytesIO()
    head = read_head(first_of(source), keys_of=lambda _code: own_ring().public(at=at), us="north", at=at)
    body_of(source, head, keep=body.write)
    body.seek(0)
    with open_body(head, body, ring=NORTH, at=at, understood=understood) as found:
        (one,) = found.parts.values()
        return found.contents.about, one.bytes()


def answers_to_north(at: datetime) -> list[bytes]:
    """Every answer that left for North, in the order in which they left."""
    return [opened(row, at)[1] for row in Outgoing.objects.filter(kind=ANSWERED).order_by("posted_at", "pk")]


def words_to_north(at: datetime) -> list[str]:
    return [read_answer(one).says for one in answers_to_north(at)]


def questions_to_north(at: datetime) -> list[tuple[str, Ask]]:
    """Every question of ours, with its message."""
    rows = Outgoing.objects.filter(kind=ASKED).order_by("posted_at", "pk")
    return [(str(row.pk), read_ask(opened(row, at)[1])) for row in rows]


def north_answers(message: str, says: Says, *, at: datetime, number: int = 50, **changes: Any) -> Taken:
    wire = from_north(
        at=at, number=number, contents=Contents(ANSWERED, about=message),
        parts=(part("answer.json", write_answer(Answer(says, THEIRS)), "application/json"),), **changes,
    )  # fmt: skip
    return receive(BytesIO(wire), way="file", at=at)
