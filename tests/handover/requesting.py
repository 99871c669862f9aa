"""Ellowmere and North ask each other what they know of a child: North, in memory, as another Plait would."""

from datetime import datetime
from io import BytesIO
from typing import Any

from plait.base.federation.models import Outgoing
from plait.base.federation.receiving import Taken, receive
from plait.base.federation.wire.contents import Contents
from plait.base.timers import fire_due
from plait.handover.actions.answer_area import Answering, Own, answer_area
from plait.handover.actions.ask_areas import ask_areas
from plait.handover.actions.ask_information import ask_information
from plait.handover.models import AreaAsked, AreaRequest, AskReceived, RequestReceived
from plait.handover.rules.requests import Reply, Wanted
from plait.handover.wire.requests import (
    REQUEST,
    TOLD,
    Line,
    Request,
    Ring,
    Told,
    Who,
    read_request,
    read_told,
    write_request,
    write_told,
)
from tests.base.federation.border import part
from tests.base.federation.delivery import from_north
from tests.feedback.journey import Journey
from tests.handover.asking_areas import MINUTES, north_answers, opened, questions_to_north

THEIR_RING = Ring(
    organisation="Northmere Council", team="Northmere Hub", phone="01632 960700",
    emergency_name="Their night team", emergency_phone="01632 960799",
)  # fmt: skip
WANTED = Wanted(
    "To see whether she is safe here.", "CA89_47", ("Who saw her last?", "Was there a plan?"),
)  # fmt: skip
NOBODYS = "00000000-0000-4000-8000-00000000ffff"


def known_in_north(came: Journey, *, fleeing: Any = "no", number: int = 50) -> AreaAsked:
    """We asked, and North said that it knows her."""
    made = ask_areas(
        person_id=came.child, area_codes=["north"], fleeing=fleeing, because="They came a week ago and say little.",
        told_because="Her mother speaks of a sister there.",
        by=came.who("screener"), at=came.later(),
    )  # fmt: skip
    (asked,) = made.areas.all()
    assert questions_to_north(came.at)
    assert north_answers(str(asked.message), "known", at=came.later(), number=number).state == "received"
    asked.refresh_from_db()
    return asked


def wants(came: Journey, asked: AreaAsked, who: str = "screener", wanted: Wanted = WANTED) -> AreaRequest:
    return ask_information(asked_id=str(asked.pk), wanted=wanted, by=came.who(who), at=came.later())


def request_in_north(ours: AreaRequest, at: datetime) -> tuple[str, Request]:
    """What North reads of our request."""
    about, raw = opened(Outgoing.objects.get(pk=ours.message), at)
    return about, read_request(raw)


def tells(number: int = 1, *, child: str, **said: Any) -> Told:
    given: dict[str, Any] = {
        "kind": "items", "lines": [Line(text="Seen at school on Friday, and well.", on="2026-11-20", known="observed",
                                        group="education", said_by="Northmere School")],
        "by": Who(name="Nora Canary-Field", job="Social worker"), **said,
    }  # fmt: skip
    return Told(child=child, number=number, ring=THEIR_RING, **given)


def north_tells(ours: AreaRequest, told: Told, *, at: datetime, message: int = 60, **changes: Any) -> Taken:
    wire = from_north(
        at=at, number=message, contents=Contents(TOLD, about=str(ours.message)),
        parts=(part("told.json", write_told(told), "application/json"),), **changes,
    )  # fmt: skip
    return receive(BytesIO(wire), way="file", at=at)


def north_wants(child: str, *, at: datetime, message: int = 70, **changes: Any) -> Taken:
    """North asks what we know of the child of an earlier question."""
    said = {
        "child": child, "purpose": "To see whether she is safe there.", "gateway": "CA89_47",
        "questions": ["Who saw her last?"], "by": Who(name="Nora Canary-Field", job="Social worker"), "ring": THEIR_RING,
        "quiet": False, **changes,
    }  # fmt: skip
    wire = from_north(
        at=at, number=message, contents=Contents(REQUEST, about=child),
        parts=(part("request.json", write_request(Request(**said)), "application/json"),),
    )  # fmt: skip
    return receive(BytesIO(wire), way="file", at=at)


def wanted_by_north(ask: AskReceived, *, at: datetime, message: int = 70, **changes: Any) -> RequestReceived:
    """It arrives and its minute comes."""
    assert north_wants(str(ask.message), at=at, message=message, **changes).state == "received"
    fire_due(at=at + MINUTES)
    return RequestReceived.objects.get(message__endswith=f"{message:012x}")


def told_north(at: datetime) -> list[Told]:
    """Every answer of ours about what we know, as North reads it."""
    return [read_told(raw) for raw in told_bytes(at)]


def told_bytes(at: datetime) -> list[bytes]:
    return [opened(row, at)[1] for row in Outgoing.objects.filter(kind=TOLD).order_by("posted_at", "pk")]


def answers(
    here: Journey, request: RequestReceived, who: str = "screener", own: str = "She comes to school each day.",
    kind: Any = "items", gateway: str = "CA89_47_9", **reply: Any,
) -> RequestReceived:  # fmt: skip
    said = Answering(
        Reply(kind, **reply), own=(Own(own),) if own and kind == "items" else (), gateway=gateway,
    )  # fmt: skip
    return answer_area(request_id=str(request.pk), said=said, by=here.who(who), at=here.later())
