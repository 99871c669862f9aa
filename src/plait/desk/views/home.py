"""The first page: what waits for the one who has signed in, and the way to say that you are worried."""

from django.http import HttpResponse
from django.shortcuts import render

from plait.base.access.doors import anyone_signed_in, door
from plait.base.access.request import PlaitRequest


@door(
    "Everyone with an account; it lists only the pages they may open",
    lets_in=anyone_signed_in,
    act="home:look",
)
def home(request: PlaitRequest) -> HttpResponse:
    """Each page of the navigation as a tile, with how many things wait there."""
    return render(request, "desk/home.html")
