"""Claimed relationships, and how an agency's own people looked at one record."""

from django.http import HttpResponse
from django.shortcuts import render

from plait.base.access.doors import door
from plait.base.access.request import PlaitRequest
from plait.privacy import access
from plait.privacy.forms import OwnPeopleForm
from plait.privacy.presenters.lookups import own_people_rows

OFFICERS = "Privacy officers, of their own agency or of the area, and never what they claimed themselves"


@door(OFFICERS, lets_in=access.may_review_lookups, act="claim:reviewed", purpose="privacy")
def claims(request: PlaitRequest) -> HttpResponse:
    """Who opened a record by saying that they work with a child, and whether anybody confirmed it; never whose record."""
    rows = access.visible_claims(request.actor, at=request.at)
    return render(request, "privacy/claims.html", {"rows": rows, "at": request.at})


@door(
    OFFICERS,
    lets_in=access.may_review_lookups,
    act="audit:own-people",
    methods=("GET", "POST"),
    purpose="privacy",
)
def own_people(request: PlaitRequest) -> HttpResponse:
    """By reference: what people of the reader's own agency did on that record. Others are not in it."""
    form = OwnPeopleForm(request.POST if request.method == "POST" else None)
    rows = None
    if request.method == "POST" and form.is_valid():
        rows = own_people_rows(form.cleaned_data["reference"], by=request.actor, at=request.at)
    return render(request, "privacy/own_people.html", {"form": form, "rows": rows})
