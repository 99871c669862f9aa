"""Where somebody protected is: who must not know first, then a reason, then the address, once, on this page only."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from plait.agencies.access import stepped_up
from plait.agencies.sessions import held_form
from plait.base.access.doors import door, practitioners_only
from plait.base.access.request import PlaitRequest
from plait.base.access.verdict import Refused
from plait.base.ui.staying import stay_with
from plait.people.access import insist_may_reveal, open_person
from plait.people.actions.reveal_whereabouts import reveal_whereabouts
from plait.people.forms import RevealForm
from plait.people.places import banner_of, is_shielded
from plait.people.presenters import must_not_know


@door(
    "The hub’s social workers, the emergency duty team and the child’s lead, where they may open this person’s record",
    lets_in=practitioners_only,
    act="place:reveal",
    methods=("GET", "POST"),
)
def where(request: PlaitRequest, person_id: str) -> HttpResponse:
    """Whoever may not is refused before anybody is asked to show who they are: a proof asked of some would tell."""
    person = open_person(request.actor, str(person_id), at=request.at, act="place:reveal")
    insist_may_reveal(request.actor, str(person_id), at=request.at)
    about = {"person": banner_of(person), "person_id": str(person.pk), "protected": is_shielded(person)}
    return _where(request, about)


@stepped_up
def _where(request: PlaitRequest, about: dict[str, Any]) -> HttpResponse:
    """Asked for again, it is given again, with a row of its own in the audit."""
    by, at, person_id = request.actor, request.at, about["person_id"]
    form = RevealForm(request.POST if request.method == "POST" else None)
    shown = None
    if request.method == "POST" and form.is_valid():
        try:
            shown = reveal_whereabouts(person_id=person_id, **form.cleaned_data, by=by, at=at)
        except Refused as refusal:
            stay_with(request, form, refusal, act="deed:reveal_whereabouts")
    elif request.method == "GET" and (kept := held_form(request)):
        form = RevealForm.from_draft(kept)
    context = {
        **about,
        "form": form,
        "warnings": must_not_know(person_id),
        "shown": shown,
    }
    return render(request, "people/where.html", context)
