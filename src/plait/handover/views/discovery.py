"""What areas ask each other about families: beside one child, on one list, and one question of another area."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from plait.base.access.doors import door, practitioners_only
from plait.base.access.request import PlaitRequest
from plait.base.access.verdict import Refused
from plait.base.ui.staying import stay_with
from plait.handover.access.discovery import (
    may_answer,
    may_ask,
    open_received,
    own_asks,
    received_for,
    waits_for,
)
from plait.handover.actions.ask_areas import ask_areas
from plait.handover.actions.settle_ask import note_rung, settle_ask
from plait.handover.forms.discovery import AskAreasForm, RungForm, SettleAskForm
from plait.handover.presenters.discovery import asked, choices, listed, other_areas, received_shown
from plait.people.access import open_person
from plait.people.places import banner_of

MOST = 100


@door(
    "Whoever may open this person’s record; asking is for the hub’s social workers and the emergency duty team",
    lets_in=practitioners_only,
    act="discovery:child",
    methods=("GET", "POST"),
)
def of_child(request: PlaitRequest, person_id: str) -> HttpResponse:
    """Which areas asked about this child, what we asked, and the question."""
    by, at = request.actor, request.at
    person = open_person(by, str(person_id), at=at)
    form = None
    if request.method == "POST":
        may_ask(by).insist(about=f"person:{person.pk}")
    if may_ask(by):
        form = AskAreasForm(request.POST if request.method == "POST" else None, **choices(person, by, at=at))
    if form is not None and form.is_valid():
        try:
            made = ask_areas(person_id=str(person.pk), **_deed(form.cleaned_data), by=by, at=at)
        except Refused as refusal:
            stay_with(request, form, refusal, act="deed:ask_areas")
        else:
            said = "Asked, from custodian to custodian." if made.quiet else "Asked."
            messages.success(request, f"{said} The answer comes within the hour; you are told when it does.")
            return redirect("asked-between-areas")
    shown = other_areas(person, by, at=at)
    return render(
        request,
        "handover/other_areas.html",
        {"person": banner_of(person), "person_id": person.pk, "form": form, "shown": shown},
    )


def _deed(said: dict[str, Any]) -> dict[str, Any]:
    return {
        "area_codes": said["areas"],
        "household": said.get("household", ()),
        "fleeing": said["fleeing"],
        "because": said["because"],
        "interest": said["interest"],
        "everywhere": bool(said.get("everywhere")),
        "wide_because": said.get("wide_because", ""),
    }


ANSWERERS = "Whoever says who is who in the hub, and the custodians of restricted records"


@door(ANSWERERS, lets_in=may_answer, act="discovery:list")
def between_areas(request: PlaitRequest) -> HttpResponse:
    """What other areas asked and waits for this reader, what they asked before, and what the reader asked."""
    by, at = request.actor, request.at
    rows = list(received_for(by, at=at)[:MOST])
    waiting = (
        frozenset(str(one) for one in waits_for(by).values_list("pk", flat=True)) if rows else frozenset()
    )
    said = {"rows": listed(rows, waiting=waiting), "asked": asked(own_asks(by)[:MOST], by, at=at)}
    return render(request, "handover/asked.html", said)


@door(ANSWERERS, lets_in=may_answer, act="discovery:read", methods=("GET", "POST"))
def received(request: PlaitRequest, ask_id: str) -> HttpResponse:
    """One question of another area: is it this family, or ring them."""
    by, at, this = request.actor, request.at, str(ask_id)
    shown = received_shown(open_received(by, this, at=at), by, at=at)
    rings = "rung" in request.POST
    settle = SettleAskForm(
        request.POST if request.method == "POST" and not rings else None, takes_held=not rings
    )
    rung = RungForm(request.POST if rings else None, takes_held=rings)
    form = rung if rings else settle
    if request.method == "POST" and form.is_valid():
        try:
            if rings:
                note_rung(ask_id=this, because=form.cleaned_data["rung"], by=by, at=at)
            else:
                said = form.cleaned_data
                settle_ask(
                    ask_id=this, is_theirs=said["theirs"] == "yes", because=said["because"], by=by, at=at
                )
        except Refused as refusal:
            stay_with(request, form, refusal, act="deed:settle_ask")
        else:
            messages.success(request, "Kept. The clock has stopped." if rings else "The other area is told.")
            return redirect("asked-between-areas")
    return render(request, "handover/ask_received.html", {**shown, "settle": settle, "rung_form": rung})
