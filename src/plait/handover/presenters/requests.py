"""What areas ask each other of a family that is known, in words for the screen; and what the two forms offer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from plait.base.audit.actor import Actor
from plait.base.clock import LONDON
from plait.base.packs import Pack
from plait.handover.models import AreaAsked, AreaRequest, RequestReceived
from plait.handover.queries.requests import is_believed, may_go_along
from plait.people.access import may_be_named
from plait.people.queries import names_of
from plait.referrals.queries.checks import gateway_for_answer
from plait.sharing.models import InformationItem

KINDS = {
    "items": "Here is what they know",
    "nothing_relevant": "Known to them, nothing relevant",
    "cannot_share": "They cannot share it",
    "speak_to_me": "Sensitive: they ask to be rung",
    "rang": "They rang",
    "nothing": "Nothing can be given by this route. This is not a “no”: ring them.",
}
HELD = {
    "part": "This is part of what they hold.",
    "withhold": "They hold information that they are not sharing.",
    "ask_first": "They hold information, and must ask somebody before they share it.",
}
CSC = "LA_CSC"


@dataclass(frozen=True, slots=True)
class Standing:
    """How a request stands, with its sign; `late`: it was due before now."""

    words: str
    sign: str
    colour: str
    late: bool


def standing_of(one: AreaRequest | RequestReceived, *, at: datetime) -> Standing:
    """On both sides alike: answered, more to come, waiting, or late."""
    state = str(one.state)
    late = one.due_at is not None and at > one.due_at
    if state == "nothing":
        return Standing("Nothing was given by this route", "ring", "grey", False)
    if state == "answered":
        came_late = late_answer(one)
        return Standing("Answered late" if came_late else "Answered", "tick", "green", came_late)
    if late:
        return Standing("The answer is late", "late", "red", True)
    if state == "partly":
        return Standing("Answered, and more is to come", "clock", "blue", False)
    return Standing("Waits for an answer", "clock", "blue", False)


def late_answer(one: AreaRequest | RequestReceived) -> bool:
    """Did the answer come after it was due?"""
    return one.due_at is not None and one.answered_at is not None and one.answered_at > one.due_at


@dataclass(frozen=True, slots=True)
class Ours:
    """One request of ours with what was told."""

    request: AreaRequest
    standing: Standing
    kind: str
    held: str
    power: str
    lines: list[dict[str, str]]


def ours_shown(asked: AreaAsked, by: Actor, *, pack: Pack, at: datetime) -> dict[str, Any]:
    """What was asked of one area and what it told, for somebody who has opened it."""
    rows = sorted(asked.requests.all(), key=lambda one: one.at, reverse=True)
    person = str(asked.ask.person)
    named = may_be_named(by, [person], at=at)
    return {
        "asked": asked,
        "name": names_of(named).get(person, "") if named else "",
        "believed": is_believed(asked.code),
        "rows": [
            Ours(
                one, standing_of(one, at=at), KINDS.get(one.kind, ""), HELD.get(one.held, ""),
                power_of(one.gateway, pack), [_line(line) for line in one.lines],
            )
            for one in rows
        ],
        "waits": any(one.state != AreaRequest.State.ANSWERED for one in rows),
    }  # fmt: skip


def _line(line: dict[str, str]) -> dict[str, str]:
    known = line.get("known", "")
    labels = dict(InformationItem.Assertion.choices)
    return {**line, "known": str(labels.get(known, known))}


def power_of(code: str, pack: Pack) -> str:
    """What a power is called here; its code where this area does not know it."""
    found = pack.gateways.get(code)
    return found.title if found else code


def powers(pack: Pack) -> list[tuple[str, str]]:
    """Under which powers an area may be asked, the usual one first."""
    return [(code, power_of(code, pack)) for code in pack.handing_over().powers]


@dataclass(frozen=True, slots=True)
class Theirs:
    """One request of another area."""

    request: RequestReceived
    standing: Standing
    power: str
    kind: str
    waits: bool


def theirs_shown(rows: Sequence[RequestReceived], *, pack: Pack, at: datetime) -> list[Theirs]:
    """What another area wants to know, the newest first."""
    said = {
        "items": "What we know was sent",
        "nothing_relevant": "Known to us, nothing relevant",
        "cannot_share": "We cannot share it",
        "speak_to_me": "Sensitive: they were asked to ring",
        "rang": "We rang them",
        "nothing": "Nothing was given by this route",
    }
    return [
        Theirs(
            one, standing_of(one, at=at), power_of(one.gateway, pack), said.get(one.kind, ""),
            one.state in (RequestReceived.State.OPEN, RequestReceived.State.PARTLY),
        )
        for one in rows
    ]  # fmt: skip


def say_answered(one: RequestReceived) -> str:
    """To whoever has answered."""
    if one.state == RequestReceived.State.NOTHING:
        return "Nothing was sent: this cannot be answered by this route any more."
    return "Answered."


def answer_choices(one: RequestReceived, by: Actor, *, pack: Pack, at: datetime) -> dict[str, Any]:
    """What the form of the answer offers: what stands here of the child, and the powers this may rest on."""
    on = at.astimezone(LONDON).date()
    ways = [way for way in pack.gateways_for(by.agency_kind, CSC, on) if way.consent_required == "no"]
    labels = dict(InformationItem.Assertion.choices)
    return {
        "items": [
            (
                str(item.pk),
                f"{_short(item.text)} – {item.agency_name}, {labels.get(item.assertion_kind, '')}".strip(),
            )
            for item in may_go_along(one, by, at=at)
        ],
        "gateways": [(way.code, way.title) for way in ways],
        "usual": gateway_for_answer(
            pack, asked_under=one.gateway, holder_kind=by.agency_kind, holder_under_contract=False,
            recipient_kind=CSC, on=on,
        ),
    }  # fmt: skip


def _short(text: str) -> str:
    first = " ".join(text.split())
    return f"{first[:200]}…" if len(first) > 200 else first
