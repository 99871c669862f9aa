"""The hub's desk, and the board that the morning meeting reads."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from plait.agencies.roles import may, needs
from plait.base.access.counting import Later
from plait.base.access.doors import door
from plait.base.access.request import PlaitRequest
from plait.base.access.verdict import Verdict
from plait.base.audit.actor import Actor
from plait.base.audit.record import record, speak_of
from plait.base.packs import current
from plait.desk.presenters.hub import hub_desk
from plait.desk.presenters.hub_board import hub_board, next_noon
from plait.desk.queries.hub import desk_facts, new_concerns
from plait.desk.queries.hub_board import board_facts

HUB = "Those who work in the hub"
hub = needs("hub:desk")


def keeps_a_list(actor: Actor) -> Verdict:
    """The hub; and the designated officer, who sees the closed list in the same shape and nothing else."""
    own = may(actor, "closed-list:read")
    return own or may(actor, "hub:desk")


def count_new(request: HttpRequest) -> Later:
    """The number beside the page in the navigation: concerns that nobody has rated yet."""
    asking = cast(PlaitRequest, request)
    return new_concerns.later(asking.actor, at=asking.at)


@door(f"{HUB}; the designated officer for the closed list", lets_in=keeps_a_list, act="desk:hub")
def desk(request: PlaitRequest) -> HttpResponse:
    """New first, then late, at risk and due, then what is out."""
    by, at = request.actor, request.at
    mine = request.GET.get("whose") == "mine"
    closed_list = not may(by, "hub:desk")
    facts = desk_facts(by, at=at, mine=mine)
    page = hub_desk(facts, pack=current(at=at), at=at, closed_list=closed_list)
    rows = [row for part in page.parts for row in part.rows]
    if named := [ref for row in rows for ref in row.named]:
        record(act="desk:hub", about=named, by=by, at=at, fields=("identity",))
    speak_of(ref for row in rows for ref in row.spoken_of)
    context = {
        "page": page,
        "mine": mine,
        "closed_list": closed_list,
        "may_call": bool(may(by, "call:record")),
    }
    return render(request, "desk/hub/desk.html", context)


@door(HUB, lets_in=hub, act="desk:board")
def board(request: PlaitRequest) -> HttpResponse:
    """What turns red by noon, and whom to ring."""
    by, at = request.actor, request.at
    until = next_noon(at, current(at=at).calendar())
    page = hub_board(board_facts(by, at=at, until=until), until=until, at=at)
    return render(request, "desk/hub/board.html", {"page": page})
