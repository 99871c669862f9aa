"""The area's levels of need, as everyone shares them, and its indicators by a worried person's own words."""

from django.http import HttpResponse
from django.shortcuts import render

from plait.base import packs
from plait.base.access.doors import anyone_signed_in, door
from plait.base.access.request import PlaitRequest
from plait.thresholds.access import may_take_part
from plait.thresholds.forms.searching import SearchForm
from plait.thresholds.queries.found import indicators_for
from plait.thresholds.queries.shown import framework

EVERYBODY = "Everyone who is signed in: the levels are shared by all agencies"


@door(EVERYBODY, lets_in=anyone_signed_in, act="levels:read")
def area_levels(request: PlaitRequest) -> HttpResponse:
    """Each level, what it means, its front door, and what speaks for it."""
    pack = packs.current(at=request.at)
    context = {
        "levels": framework(pack),
        "scheme": pack.level_scheme,
        "moderates": bool(may_take_part(request.actor)),
    }
    return render(request, "thresholds/levels.html", context)


@door(EVERYBODY, lets_in=anyone_signed_in, act="levels:find", methods=("GET", "POST"))
def find_indicators(request: PlaitRequest) -> HttpResponse:
    """What somebody says in their own words finds the area's indicators. The words are neither kept nor in the address."""
    pack = packs.current(at=request.at)
    form = SearchForm(request.POST if request.method == "POST" else None, pack=pack)
    asked = request.method == "POST" and form.is_valid()
    found = (
        indicators_for(form.cleaned_data["said"], age=form.cleaned_data["age"], pack=pack) if asked else []
    )
    context = {
        "form": form, "found": found, "asked": asked, "scheme": pack.level_scheme, "hub_name": pack.area.hub_name,
    }  # fmt: skip
    return render(request, "thresholds/find.html", context)
