"""The list of what somebody has a part in, and how much of it waits for them."""

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from django.http import HttpRequest

from plait.base.access.counting import Later
from plait.base.access.request import PlaitRequest
from plait.base.audit.actor import Actor
from plait.base.clock import Standing
from plait.base.clock.models import RunningClock
from plait.base.clock.queries import standing_of
from plait.escalation import queries
from plait.escalation.access import listed, part_in, partnership_told, waiting_for
from plait.escalation.models import Challenge, Escalation
from plait.escalation.presenters.pages import clock_now

_ORDER = {Standing.BREACHED: 0, Standing.AT_RISK: 1, Standing.DUE: 2}
MOST = 100


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list."""

    href: str
    reference: str
    what: str
    stage: str
    waits: str
    standing: Standing | None
    due: datetime | None
    danger: bool = False


def rows(*, by: Actor, at: datetime) -> list[Row]:
    """What the reader has a part in and is not over: a child in danger first, then late, at risk, and by when it is due."""
    escalations, challenges = listed(by, at=at, most=MOST)
    clocks = queries.clocks_of([*(one.ref for one in escalations), *(one.ref for one in challenges)])
    found = [_row(one, clocks.get(one.ref, []), by, at) for one in escalations]
    found += [_asked(one, clocks.get(one.ref, []), by, at) for one in challenges]
    last = datetime.max.replace(tzinfo=at.tzinfo)
    return sorted(
        found,
        key=lambda row: (not row.danger, _ORDER.get(row.standing, 3) if row.standing else 3, row.due or last),
    )


@dataclass(frozen=True, slots=True)
class Told:
    """One formal stage as the partnership knows it: which and between whom, and not about whom."""

    reference: str
    stage: str
    between: str
    began: datetime
    status: str
    open: bool


def told_to_partnership(*, by: Actor, at: datetime) -> list[Told]:
    """What the partnership was told, for a reader whom it named."""
    found = partnership_told(by, at=at)[:MOST]
    return [
        Told(
            row.escalation.reference,
            row.name,
            f"{row.escalation.our_agency.name} and {row.escalation.other_side}",
            row.began_at,
            row.escalation.get_status_display(),
            queries.is_open(row.escalation),
        )
        for row in found
    ]


def _row(one: Escalation, clocks: list[RunningClock], by: Actor, at: datetime) -> Row:
    clock = clock_now(one, clocks)
    part = part_in(one, by)
    waits = {
        "open": "You" if part.owns_theirs else f"An answer from {one.other_side}",
        "answered": "You: is it settled?" if part.ours else f"{one.our_agency.name}: is it settled?",
    }.get(one.status, "What it did for the child")
    return Row(
        f"/escalations/{one.pk}/",
        one.reference,
        one.get_about_display(),
        queries.current_stage(one).name,
        waits,
        standing_of(clock, at) if clock else None,
        clock.due_at if clock else None,
        danger=one.urgency == Escalation.Urgency.DANGER and one.status in ("open", "answered"),
    )


def _asked(one: Challenge, clocks: list[RunningClock], by: Actor, at: datetime) -> Row:
    clock = clock_now(one, clocks)
    waits = f"An answer from {one.their_agency.name}"
    if one.status == "answered":
        waits = "You: there is an answer"
    elif part_in(one, by).owns_theirs:
        waits = "You"
    return Row(
        f"/challenges/{one.pk}/",
        one.reference,
        "A question: why?",
        "",
        waits,
        standing_of(clock, at) if clock else None,
        clock.due_at if clock else None,
    )


def waiting_count(request: HttpRequest) -> Later:
    """For the navigation: how many wait for this reader."""
    asking = cast(PlaitRequest, request)
    return waiting_for(asking.actor, at=asking.at)
