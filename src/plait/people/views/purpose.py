"""What a record is opened for: one click on the record itself, once a day."""

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from plait.base.access.doors import door, practitioners_only
from plait.base.access.request import PlaitRequest
from plait.people.actions.say_purpose import say_purpose


@door(
    "Whoever may open this person’s record",
    lets_in=practitioners_only,
    act="person:purpose",
    methods=("POST",),
)
def purpose(request: PlaitRequest, person_id: str) -> HttpResponse:
    """Keep it, and back to the page it was said on."""
    say_purpose(
        person_id=str(person_id),
        purpose=request.POST.get("purpose", "")[:60],
        by=request.actor,
        at=request.at,
    )
    onward = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(onward, allowed_hosts=None) and onward.startswith("/")
    return HttpResponseRedirect(onward if safe else reverse("person-story", args=[person_id]))
