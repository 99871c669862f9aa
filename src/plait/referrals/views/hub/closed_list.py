"""The designated officer's way forward on a concern of the closed list: write down what was done; close it."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from plait.agencies.roles import needs
from plait.base.access.doors import door
from plait.base.access.request import PlaitRequest
from plait.base.access.verdict import Refused
from plait.base.ui.forms import PlaitForm
from plait.base.ui.staying import stay_with
from plait.referrals.access import open_contact
from plait.referrals.actions.answer_closed_list import answer_closed_list
from plait.referrals.actions.note_call import note_call
from plait.referrals.forms.closed_list import DoneForm
from plait.referrals.forms.hub import BecauseForm
from plait.referrals.presenters.hub import names_in
from plait.referrals.queries.hub import people_of
from plait.referrals.views.typed import forget_typed, keep_typed, saves_itself, typed_before

if TYPE_CHECKING:
    from plait.referrals.models import Contact

KEEPERS = "Designated officers, who keep the closed list"
keepers = needs("closed-list:read")


@door(KEEPERS, lets_in=keepers, act="contact:note", methods=("GET", "POST"))
def note(request: PlaitRequest, contact_id: UUID) -> HttpResponse:
    """With whom, when, and what was agreed. The same note sent twice is kept once."""
    by, at = request.actor, request.at
    contact = open_contact(by, str(contact_id), at=at)
    local = timezone.localtime(at)
    start = {"rang_on": local.date(), "rang_time": local.time()}
    about = f"closed-list-note:{contact.pk}"
    form = (
        DoneForm.from_draft(before, at=at, initial=start)
        if request.method != "POST" and (before := typed_before(request, about))
        else DoneForm(request.POST or None, at=at, initial=start)
    )
    if saves_itself(request):
        return keep_typed(request, about, form.draft())
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if given["rang_at"] > at:
            form.add_error("rang_time", "This time is in the future. Check the day and the time.")
        else:
            note_call(
                about=contact.ref,
                counts_as="note",
                spoke_with=given["spoke_with"],
                rang_at=given["rang_at"],
                said=given["said"],
                by=by,
                at=at,
            )
            forget_typed(request, about)
            messages.success(request, "It is written down. Only those who keep the closed list can read it.")
            return redirect("hub-concern", contact_id=contact_id)
    return _show(request, contact, form, "Write down what was done", autosave_url=request.path)


@door(KEEPERS, lets_in=keepers, act="contact:close", methods=("GET", "POST"))
def close(request: PlaitRequest, contact_id: UUID) -> HttpResponse:
    """Why it closes; whoever raised it hears that it was looked at, and not the reason."""
    by, at = request.actor, request.at
    contact = open_contact(by, str(contact_id), at=at)
    form = BecauseForm(
        request.POST or None,
        label="Why does it close?",
        button="Close it",
        hint="What was found and what was done. Whoever raised it hears that it was looked at, and never this reason.",
    )
    if request.method == "POST" and form.is_valid():
        try:
            answer_closed_list(contact_id=str(contact_id), because=form.cleaned_data["because"], by=by, at=at)
        except Refused as refusal:
            stay_with(request, form, refusal, act="deed:answer_closed_list")
        else:
            messages.success(request, "Closed. Whoever raised it hears that it was looked at.")
            return redirect("hub-concern", contact_id=contact_id)
    return _show(request, contact, form, "Close with a reason")


def _show(
    request: PlaitRequest, contact: "Contact", form: PlaitForm, title: str, *, autosave_url: str = ""
) -> HttpResponse:
    context = {"form": form, "contact": contact, "title": title, "names": names_in(people_of(contact))}
    context["autosave_url"] = autosave_url
    return render(request, "referrals/hub/closed_list_step.html", context)
