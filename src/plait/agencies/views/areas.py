"""Other areas: whom this one believes, how they are reached, and what waits for a second person."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from plait.agencies import presenters
from plait.agencies.access import (
    may_pin_areas,
    may_ring_about_border,
    may_suspend_areas,
    open_area,
    open_proposal,
    reads_areas,
    stepped_up,
)
from plait.agencies.actions.pin_area import confirm_area, propose_area, suspend_area, turn_down_area
from plait.agencies.forms.areas import ProposeAreaForm, SuspendAreaForm
from plait.base.access.doors import door
from plait.base.access.request import PlaitRequest
from plait.base.access.verdict import Refused
from plait.base.federation import queries

READERS = (
    "The hub, the emergency duty team and the information governance lead of the agency that runs the hub"
)
PINNERS = "The hub’s manager and the information governance lead of the agency that runs the hub"


@door(READERS, lets_in=reads_areas, act="area:list")
def areas(request: PlaitRequest) -> HttpResponse:
    """Every area this one knows, and its own fingerprints."""
    said = {
        "areas": queries.peers(),
        "waiting": queries.waiting_proposals(),
        "own": presenters.own_keys_shown(at=request.at),
        "pins": bool(may_pin_areas(request.actor)),
        "rings": bool(may_ring_about_border(request.actor)),
    }
    return render(request, "agencies/areas.html", said)


@door(PINNERS, lets_in=may_pin_areas, act="area:propose", methods=("GET", "POST"))
def propose(request: PlaitRequest) -> HttpResponse:
    """Paste what they published, say on which agreement, and how it was checked."""
    form = ProposeAreaForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = propose_area(
                description=given["description"],
                agreement=given["agreement"],
                checked=given["checked"],
                by=request.actor,
                at=request.at,
            )
        except Refused as refusal:
            form.add_error("description", refusal.verdict.say)
        else:
            messages.success(request, f"{made.name} waits for a second person to confirm it.")
            return HttpResponseRedirect(reverse("area-proposal", args=[made.pk]))
    return render(request, "agencies/area_propose.html", {"form": form})


@door(READERS, lets_in=reads_areas, act="area:proposal", methods=("GET", "POST"))
@stepped_up
def proposal(request: PlaitRequest, proposal_id: UUID) -> HttpResponse:
    """What was proposed, its fingerprints, and the second person's two buttons."""
    by, at = request.actor, request.at
    if request.method == "POST":
        if request.POST.get("decision") == "turn-down":
            turned = turn_down_area(proposal_id=str(proposal_id), by=by, at=at)
            messages.success(request, f"{turned.name} is not believed by this.")
            return HttpResponseRedirect(reverse("areas"))
        peer = confirm_area(proposal_id=str(proposal_id), by=by, at=at)
        messages.success(request, f"{peer.name} is believed by these keys from now on.")
        return HttpResponseRedirect(reverse("area", args=[peer.pk]))
    found = open_proposal(proposal_id=str(proposal_id), by=by, at=at)
    said = {"proposal": found, "pins": bool(may_pin_areas(by)), **presenters.proposal_shown(found, by)}
    return render(request, "agencies/area_proposal.html", said)


@door(READERS, lets_in=reads_areas, act="area:read", methods=("GET",))
def area(request: PlaitRequest, peer_id: UUID) -> HttpResponse:
    """Whom to ring there, by which keys it is believed, on which agreement, and everything that was decided of it."""
    found = open_area(peer_id=str(peer_id), by=request.actor, at=request.at)
    said = {"suspends": bool(may_suspend_areas(request.actor)), **presenters.area_shown(found, at=request.at)}
    return render(request, "agencies/area.html", said)


@door(
    "The hub’s manager, the emergency duty team and the information governance lead of the agency that runs the hub",
    lets_in=may_suspend_areas,
    act="area:suspend",
    methods=("GET", "POST"),
)
def suspend(request: PlaitRequest, peer_id: UUID) -> HttpResponse:
    """Why, and at once. No second person and no fresh proof: ending trust never waits."""
    form = SuspendAreaForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        because = form.cleaned_data["because"]
        found = suspend_area(peer_id=str(peer_id), because=because, by=request.actor, at=request.at)
        messages.success(request, f"Nothing from {found.name} is believed any more. Tell them by telephone.")
        return HttpResponseRedirect(reverse("area", args=[found.pk]))
    found = open_area(peer_id=str(peer_id), by=request.actor, at=request.at)
    return render(request, "agencies/area_suspend.html", {"form": form, "other": found})
