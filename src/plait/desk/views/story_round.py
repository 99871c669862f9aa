"""Who is round this child: the page one opens to find somebody to ring."""

from django.http import HttpResponse
from django.shortcuts import render

from plait.base.access.doors import door, practitioners_only
from plait.base.access.request import PlaitRequest
from plait.desk.presenters.way_back import ways_back
from plait.desk.queries.story_round import round_child
from plait.desk.views.story import INVOLVED
from plait.people.access import open_person
from plait.people.places import banner_of


@door(INVOLVED, lets_in=practitioners_only, act="person:round")
def around(request: PlaitRequest, person_id: str) -> HttpResponse:
    """Name, role, agency, telephone, deputy and out of hours of everybody involved now."""
    person = open_person(request.actor, str(person_id), at=request.at, act="person:round")
    context = {
        "person": banner_of(person),
        "person_id": person.pk,
        "back": ways_back(str(person.pk), by=request.actor, at=request.at),
        "people": round_child(person, by=request.actor, at=request.at),
    }
    return render(request, "desk/story_round.html", context)
