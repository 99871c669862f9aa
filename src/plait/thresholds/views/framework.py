"""The area's levels of need, as everyone shares them."""

from django.http import HttpResponse
from django.shortcuts import render

from plait.base import packs
from plait.base.access.doors import anyone_signed_in, door
from plait.base.access.request import PlaitRequest
from plait.thresholds.queries.shown import framework


@door(
    "Everyone who is signed in: the levels are shared by all agencies",
    lets_in=anyone_signed_in,
    act="levels:read",
)
def area_levels(request: PlaitRequest) -> HttpResponse:
    """Each level, what it means, its front door, and what speaks for it."""
    pack = packs.current(at=request.at)
    return render(request, "thresholds/levels.html", {"levels": framework(pack), "scheme": pack.level_scheme})
