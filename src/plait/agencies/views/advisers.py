"""Whom one's agency sends people to before they share, and for whom it works under contract."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from plait.agencies import queries
from plait.agencies.access import may_advise_area
from plait.agencies.actions.name_adviser import end_adviser, name_adviser
from plait.agencies.actions.say_commissioned import say_commissioned
from plait.agencies.forms.accounts import AdviserForm, CommissionedForm
from plait.agencies.views.people import ADMINISTRATORS, administrators
from plait.base.access.doors import door
from plait.base.access.request import PlaitRequest


@door(ADMINISTRATORS, lets_in=administrators, act="adviser:name", methods=("GET", "POST"))
def advisers(request: PlaitRequest) -> HttpResponse:
    """Who is named already, and a form to name one more."""
    agency_id, here = request.actor.agency, reverse("advisers")
    people, area_wide = queries.people_of_agency(agency_id), may_advise_area(agency_id)
    form = AdviserForm(request.POST or None, people=people, area_wide=area_wide)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        name_adviser(
            agency_id=agency_id,
            kind=given["kind"],
            practitioner_id=given["practitioner"] or None,
            name=given["name"],
            phone=given["phone"],
            hours=given["hours"],
            for_area=given.get("for_area", False),
            by=request.actor,
            at=request.at,
        )
        messages.success(request, "They are named from now on wherever somebody asks “Can I share this?”")
        return HttpResponseRedirect(here)
    said = {"form": form, "advisers": queries.advisers_of(agency_id), "agency": queries.agency(agency_id)}
    return render(request, "agencies/advisers.html", said)


@door(ADMINISTRATORS, lets_in=administrators, act="adviser:end", methods=("POST",))
def end(request: PlaitRequest, adviser_id: UUID) -> HttpResponse:
    """No longer named from now on."""
    gone = end_adviser(adviser_id=str(adviser_id), by=request.actor, at=request.at)
    messages.success(request, f"{gone.called} is no longer named.")
    return HttpResponseRedirect(reverse("advisers"))


@door(ADMINISTRATORS, lets_in=administrators, act="agency:commissioned", methods=("GET", "POST"))
def commissioned(request: PlaitRequest) -> HttpResponse:
    """The one question, and what hangs on it."""
    agency = queries.agency(request.actor.agency)
    form = CommissionedForm(request.POST or None, initial={"commissioned_by": agency.commissioned_by})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data["commissioned_by"]
        say_commissioned(agency_id=str(agency.pk), commissioned_by=said, by=request.actor, at=request.at)
        messages.success(request, "Saved. What “Can I share this?” says to your agency follows it at once.")
        return HttpResponseRedirect(reverse("advisers"))
    return render(request, "agencies/commissioned.html", {"form": form, "agency": agency})
