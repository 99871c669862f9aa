"""The first page of the reviewer's desk."""

from django.http import HttpResponse
from django.shortcuts import render

from plait.base.access.doors import door
from plait.base.access.request import PlaitRequest
from plait.privacy.access import may_use_desk
from plait.privacy.presenters.desk import sections

OFFICERS = "Privacy officers, and Caldicott guardians, each for what their role says"


@door(OFFICERS, lets_in=may_use_desk, act="privacy:desk", purpose="privacy")
def desk(request: PlaitRequest) -> HttpResponse:
    """What waits, what is late, since when."""
    return render(request, "privacy/desk.html", {"sections": sections(request.actor, at=request.at)})
