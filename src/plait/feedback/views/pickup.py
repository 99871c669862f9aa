"""The child is at school now: can they go home?"""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from plait.agencies.sessions import held_form
from plait.base.access.doors import door
from plait.base.access.request import PlaitRequest
from plait.base.access.verdict import Refused
from plait.feedback import access
from plait.feedback.actions.answer_pickup import answer_pickup
from plait.feedback.forms import PickupForm
from plait.feedback.presenters import pickup_of, referrer_of

BESIDE_THE_FORM = {"ring-them", "rang-in-future", "call-without-words"}


@door(
    "People of the hub, and of the team that has the child, for the concerns they work on",
    lets_in=access.may_answer_pickup,
    act="pickup:answer",
    methods=("GET", "POST"),
)
def pickup(request: PlaitRequest, contact_id: Any) -> HttpResponse:
    """The question, by when, whom to ring, and the answers: each is one click, or a call that was made."""
    form = PickupForm(request.POST if request.method == "POST" else None)
    if request.method == "GET" and (kept := held_form(request)):
        form = PickupForm.from_draft(kept)
    contact = access.open_pickup(request.actor, str(contact_id), at=request.at)
    if request.method == "POST" and form.is_valid():
        try:
            answer_pickup(contact_id=str(contact_id), **form.cleaned_data, by=request.actor, at=request.at)
        except Refused as refusal:
            if refusal.verdict.reason not in BESIDE_THE_FORM:
                raise
            form.add_error("spoke_with", f"{refusal.verdict.say} {refusal.verdict.next_step}.")
        else:
            messages.success(request, "Said, and kept. They read it in Plait, or heard it from you.")
            return HttpResponseRedirect(reverse("feedback-pickup", args=[contact_id]))
    context = {
        "contact": contact,
        "form": form,
        "told": referrer_of(contact),
        "pickup": pickup_of(contact, at=request.at),
    }
    return render(request, "feedback/pickup.html", context)
