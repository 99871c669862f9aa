"""Requests and complaints in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from plait.base.audit.actor import Actor
from plait.base.clock.queries import standing_of
from plait.privacy.access import decides_for, may_review_lookups
from plait.privacy.models import Complaint, RequestLine, RightsRequest
from plait.privacy.queries import due_of
from plait.privacy.queries.requests import beside_released, lines_of_request
from plait.privacy.queries.telling import may_be_given, must_not_know
from plait.privacy.queries.words import kept_apart, words_of
from plait.privacy.rules.redacting import REASONS
from plait.sharing.queries import beside_of
from plait.sharing.rules.beside import Beside


@dataclass(frozen=True, slots=True)
class Row:
    """One request or complaint as a line of a list."""

    one: RightsRequest | Complaint
    standing: str
    due_at: datetime | None


def rows(found: Iterable[RightsRequest | Complaint], *, at: datetime) -> list[Row]:
    """In the order given, with how the clock of each stands."""
    some = list(found)
    clocks = due_of([one.ref for one in some])
    told = []
    for one in some:
        clock = clocks.get(one.ref)
        told.append(Row(one, standing_of(clock, at).value if clock else "", clock.due_at if clock else None))
    return told


def warned_of(request: RightsRequest) -> str:
    """What stands above a request while it can still be answered, where somebody must not know something about that person."""
    if not request.person_id or request.state in (RightsRequest.State.RELEASED, RightsRequest.State.ANSWERED):
        return ""
    if not may_be_given(request.requester, request.person_id):
        return "Somebody of this name must not know about this person. Ring the hub before you answer, and tell them nothing."
    if must_not_know(request.person_id) and request.asks_as != RightsRequest.Asks.SELF:
        return "Somebody must not know about this person. Ask the hub whether it is whoever asks, before anything leaves."
    return ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line for whoever may decide on it, or for the second person."""

    row: RequestLine
    kind: str
    reason: str
    theirs: bool
    text: str = ""
    beside: tuple[Beside, ...] = ()


def lines_for(request: RightsRequest, *, by: Actor, all_lines: bool, at: datetime) -> list[Line]:
    """Every line for the agency that was asked and for who approves; to another owner only its own."""
    found = lines_of_request(request, agency_id="" if all_lines else by.agency)
    theirs = {pk: decides_for(str(pk), by=by, at=at) for pk in {one.agency_id for one in found}}
    said, notes = words_of(found), beside_of([one.item for one in found if one.item is not None])
    return [
        Line(
            one, said[one.pk].kind, REASONS.get(one.reason, ""), theirs[one.agency_id], said[one.pk].text,
            notes.get(one.item_id, ()) if one.item_id else (),
        )
        for one in found
    ]  # fmt: skip


def apart_for(request: RightsRequest, *, by: Actor) -> list[str]:
    """What of the reader's own agency nobody opens for a copy, and whom to ask: for its privacy officer, while it is gathered."""
    asked = request.kind == RightsRequest.Kind.ACCESS and request.state == RightsRequest.State.GATHERED
    return kept_apart(request.person_id, agency_id=by.agency) if asked and may_review_lookups(by) else []


@dataclass(frozen=True, slots=True)
class Released:
    """One line as the requester reads it."""

    agency: str
    when: str
    text: str
    why: str
    beside: tuple[Beside, ...] = ()


def released_lines(request: RightsRequest) -> list[Released]:
    """What they get: what was released, with what stood beside it when a second person approved it, and of the rest that it was
    taken out and why. The item itself is not read."""
    told = []
    lines = lines_of_request(request)
    said, notes = words_of(lines), beside_released(lines, upto=request.approved_at)
    for one in lines:
        when, gone = said[one.pk].when, one.decided == "withhold"
        # That an agency raised a concern at all is told only where its words are.
        agency = "An agency" if gone and one.item_id is None else one.agency.name
        why = REASONS.get(one.reason, "")
        told.append(Released(agency, "" if gone else when, one.released, why, notes.get(one.pk, ())))
    return told
