"""Notes that stand beside items: disputed, or not to be passed on for now."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from plait.base.access.doors import door
from plait.base.access.request import PlaitRequest
from plait.base.access.verdict import Refused
from plait.base.ui.staying import stay_with
from plait.privacy import access
from plait.privacy.actions.settle_line import take_note_away
from plait.privacy.forms import BecauseForm

OWNERS = "Privacy officers, for what their own agency wrote, or for the area"


@door(OWNERS, lets_in=access.may_review_lookups, act="note:list", purpose="privacy")
def notes(request: PlaitRequest) -> HttpResponse:
    """What stands beside items of the reader's own agency, the oldest first. Whoever asked for it is not here."""
    by, at = request.actor, request.at
    rows = [(one, access.decides_for(one.agency_id, by=by, at=at)) for one in access.visible_notes(by)]
    return render(request, "privacy/notes.html", {"rows": rows})


@door(OWNERS, lets_in=access.may_review_lookups, act="note:end", methods=("GET", "POST"), purpose="privacy")
def end(request: PlaitRequest, note_id: str) -> HttpResponse:
    """One note, and its end."""
    by, at = request.actor, request.at
    one = access.opened(access.visible_notes(by), str(note_id), kind="note", by=by, at=at)
    form = BecauseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            take_note_away(note_id=str(note_id), because=form.cleaned_data["because"], by=by, at=at)
        except Refused as refusal:
            if refusal.verdict.hides:
                raise
            stay_with(request, form, refusal, act="deed:take_note_away")
        else:
            messages.success(request, "It stands there no more.")
            return HttpResponseRedirect(reverse("item-notes"))
    return render(request, "privacy/note.html", {"one": one, "form": form})
