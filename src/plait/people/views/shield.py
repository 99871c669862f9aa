"""Hiding where somebody is: from the next answer on, no page, print, letter or search shows it."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from plait.agencies.sessions import held_form
from plait.base.access.doors import door, practitioners_only
from plait.base.access.request import PlaitRequest
from plait.base.access.verdict import Refused
from plait.base.ui.staying import stay_with
from plait.people.access import open_person
from plait.people.actions.end_hiding import end_hiding
from plait.people.actions.shield_whereabouts import shield_whereabouts
from plait.people.forms import ShieldForm
from plait.people.forms.safety import AnswerForm, ReasonForm
from plait.people.places import banner_of, is_shielded
from plait.people.queries.reaching import end_asked_of

AFTER = {
    "asked": "Asked. It stays hidden until a second person agrees: tell a colleague who decides for children.",
    "agreed": "Shown again.",
    "refused": "Kept. It stays hidden.",
}


@door(
    "Whoever may open this person’s record",
    lets_in=practitioners_only,
    act="person:shield",
    methods=("GET", "POST"),
)
def shield(request: PlaitRequest, person_id: str) -> HttpResponse:
    """What hiding does, why, and one button. It asks nobody else first."""
    form = ShieldForm(request.POST if request.method == "POST" else None, at=request.at)
    if request.method == "POST" and form.is_valid():
        try:
            shield_whereabouts(person_id=str(person_id), **form.cleaned_data, by=request.actor, at=request.at)
        except Refused as refusal:
            stay_with(request, form, refusal, act="deed:shield_whereabouts")
        else:
            messages.success(
                request, "Hidden. From now on no page, print, letter or search shows where they are."
            )
            return HttpResponseRedirect(request.path)
    if request.method == "GET" and (kept := held_form(request)):
        form = ShieldForm.from_draft(kept, at=request.at)
    person = open_person(request.actor, str(person_id), at=request.at)
    context = {
        "form": form,
        "person": banner_of(person),
        "person_id": person.pk,
        "hidden": is_shielded(person),
        "review_on": person.hidden_review_on,
        "end_asked": end_asked_of(str(person_id)),
    }
    return render(request, "people/shield.html", context)


@door(
    "Whoever may open this person’s record; a second person, or a custodian, has to agree",
    lets_in=practitioners_only,
    act="person:unshield",
    methods=("GET", "POST"),
)
def unshield(request: PlaitRequest, person_id: str) -> HttpResponse:
    """One asks; another agrees, or answers that it stays hidden. Nothing is shown before."""
    by, at = request.actor, request.at
    person = open_person(by, str(person_id), at=at)
    asked = end_asked_of(str(person_id))
    form = (AnswerForm if asked else ReasonForm)(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            settled = end_hiding(person_id=str(person_id), **form.cleaned_data, by=by, at=at)
        except Refused as refusal:
            stay_with(request, form, refusal, act="deed:end_hiding")
        else:
            messages.success(request, AFTER[settled.state])
            return HttpResponseRedirect(f"/people/{person_id}/shield/")
    context = {
        "person": banner_of(person),
        "person_id": person.pk,
        "form": form,
        "asked": asked,
        "own": bool(asked and asked.asked_by == by.id),
    }
    return render(request, "people/unshield.html", context)
