"""What went wrong at the border: whom to ring about it, who does, and what they found."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from plait.agencies import presenters
from plait.agencies.access import may_ring_about_border, open_incident
from plait.agencies.actions.settle_incident import settle_incident, take_incident
from plait.agencies.forms.areas import SettleIncidentForm
from plait.base.access.doors import door
from plait.base.access.request import PlaitRequest
from plait.base.access.verdict import Refused
from plait.base.audit.record import record
from plait.base.federation import queries

WHO = "The hub’s manager, the emergency duty team and the information governance lead of the agency that runs the hub"


@door(WHO, lets_in=may_ring_about_border, act="border-incident:list")
def incidents(request: PlaitRequest) -> HttpResponse:
    """What nobody has settled yet, and what was settled last."""
    open_ones, settled = queries.open_incidents(), queries.settled_incidents()
    said = {
        "open": presenters.incidents_shown(open_ones),
        "settled": presenters.incidents_shown(settled),
        "flow": presenters.flow_shown(),
    }
    return render(request, "agencies/border_incidents.html", said)


@door(WHO, lets_in=may_ring_about_border, act="border-incident:settle", methods=("GET", "POST"))
def incident(request: PlaitRequest, incident_id: UUID) -> HttpResponse:
    """One of them: what it is, whom to ring, who does, and what was found."""
    by, at, this = request.actor, request.at, str(incident_id)
    one = open_incident(incident_id=this, by=by, at=at)
    takes = request.method == "POST" and "take" in request.POST
    form = SettleIncidentForm(request.POST if request.method == "POST" and not takes else None)
    try:
        if takes:
            take_incident(incident_id=this, by=by, at=at)
            messages.success(request, "Your colleagues see that you ring.")
            return HttpResponseRedirect(reverse("border-incident", args=[this]))
        if request.method == "POST" and form.is_valid():
            settle_incident(incident_id=this, found=form.cleaned_data["found"], by=by, at=at)
            messages.success(request, "Saved.")
            return HttpResponseRedirect(reverse("border-incidents"))
    except Refused as refusal:
        if refusal.verdict.reason != "already-settled":
            raise
        record(
            act="deed:settle_incident",
            about=refusal.about,
            by=by,
            at=at,
            verdict="refused",
            reason=refusal.verdict.reason,
        )
        messages.warning(request, refusal.verdict.say)
        one.refresh_from_db()
    said = {"row": presenters.incidents_shown([one])[0], "form": form, "own": one.taken_by == by.id}
    return render(request, "agencies/border_incident.html", said)
