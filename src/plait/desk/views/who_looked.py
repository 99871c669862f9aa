"""Who has looked at this record and why. (The app `privacy` of a later issue takes these pages over.)"""

from django.http import HttpResponse
from django.shortcuts import render

from plait.agencies.roles import needs
from plait.base.access.doors import door, practitioners_only
from plait.base.access.request import PlaitRequest
from plait.desk.forms import WhoLookedForm
from plait.desk.presenters.who_looked import by_person, rows
from plait.desk.queries.who_looked import attempts_on_kept, looks_at, looks_at_person, subject_of
from plait.desk.views.story import INVOLVED
from plait.people.access import open_person
from plait.people.places import banner_of

privacy_officers = needs("audit:read")
custodians = needs("restricted:keep")


@door(
    "Privacy officers",
    lets_in=privacy_officers,
    act="audit:search",
    methods=("GET", "POST"),
    purpose="privacy",
)
def by_reference(request: PlaitRequest) -> HttpResponse:
    """Ask by reference; shows times, people and purposes, and nothing of what the record says."""
    form = WhoLookedForm(request.POST if request.method == "POST" else None)
    found, asked, unknown = None, "", False
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data["reference"].strip()
        subject = subject_of(asked, by=request.actor)
        found = rows(looks_at(subject, by=request.actor, at=request.at)) if subject else []
        unknown = subject is None
    context = {
        "form": form,
        "rows": found,
        "by_person": by_person(found or []),
        "asked": asked,
        "unknown": unknown,
    }
    return render(request, "desk/who_looked.html", context)


@door(INVOLVED, lets_in=practitioners_only, act="person:looked")
def at_person(request: PlaitRequest, person_id: str) -> HttpResponse:
    """Who has looked at this person's record, for those who may open it."""
    person = open_person(request.actor, str(person_id), at=request.at, act="person:looked")
    found = rows(looks_at_person(person, by=request.actor, at=request.at))
    context = {
        "person": banner_of(person),
        "person_id": person.pk,
        "rows": found,
        "reference": f"person:{person.pk}",
    }
    return render(request, "desk/story_looked.html", context)


@door("Custodians of restricted records", lets_in=custodians, act="audit:attempts", purpose="privacy")
def attempts(request: PlaitRequest) -> HttpResponse:
    """Who was refused a restricted record that the custodian's team keeps."""
    found = [
        (banner_of(person), rows(looks)) for person, looks in attempts_on_kept(request.actor, at=request.at)
    ]
    return render(request, "desk/attempts.html", {"found": found})
