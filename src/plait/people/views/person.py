"""Who somebody is: names and homes over time, who belongs to them, their numbers, and where each fact came from."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from plait.agencies.roles import may
from plait.base.access.doors import door, practitioners_only
from plait.base.access.request import PlaitRequest
from plait.base.access.verdict import Refused, hidden
from plait.people.access import may_be_named, open_person
from plait.people.actions.unmerge_people import unmerge_people
from plait.people.forms import WhyForm
from plait.people.places import banner_of
from plait.people.presenters.person import person_shown
from plait.people.queries.comparing import related_ids, whole
from plait.people.views.identity import may_wall

INVOLVED = "Whoever may open this person’s record"


@door(INVOLVED, lets_in=practitioners_only, act="person:identity")
def person(request: PlaitRequest, person_id: str) -> HttpResponse:
    """Everything that was said of who they are; of those related, whoever this reader may meet."""
    by, at = request.actor, request.at
    one = open_person(by, str(person_id), at=at, act="person:identity")
    met = may_be_named(by, related_ids(str(one.pk)), at=at)
    shown = person_shown(one, whole(one, at=at, met=met), at=at)
    context = {
        "person": banner_of(one),
        "person_id": one.pk,
        "shown": shown,
        "may_undo": bool(may(by, "identity:confirm")),
        "may_wall": bool(may_wall(by)),
    }
    return render(request, "people/person.html", context)


@door(
    "Whoever may open this person’s record and says who somebody is",
    lets_in=practitioners_only,
    act="person:unmerge",
    methods=("GET", "POST"),
)
def unmerge(request: PlaitRequest, person_id: str, merge_id: str) -> HttpResponse:
    """Say why they are two; the old id comes back, and they are kept apart for good."""
    by, at = request.actor, request.at
    one = open_person(by, str(person_id), at=at, act="person:identity")
    may(by, "identity:confirm").insist(about=f"person:{person_id}")
    shown = person_shown(one, whole(one, at=at, met=[]), at=at)
    merge = next((row for row in shown.merges if row.id == str(merge_id)), None)
    if merge is None:
        raise Refused(hidden("no-such-merge"), about=f"merge:{merge_id}")
    form = WhyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        unmerge_people(merge_id=str(merge_id), **form.cleaned_data, by=by, at=at)
        messages.success(
            request, "Taken apart. Both stand as they stood, and nothing joins them again by itself."
        )
        return redirect("person", person_id=person_id)
    context = {"person": banner_of(one), "person_id": one.pk, "merge": merge, "form": form}
    return render(request, "people/unmerge.html", context)
