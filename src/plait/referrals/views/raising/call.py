"""The hub writes down a call in a minute."""

from uuid import UUID, uuid4

from django.http import HttpResponse
from django.shortcuts import redirect, render

from plait.agencies import queries as agencies
from plait.agencies.roles import needs
from plait.base.access.doors import door
from plait.base.access.request import PlaitRequest
from plait.base.clock import due_at
from plait.base.packs.queries import current
from plait.referrals.access import open_receipt, visible_contacts
from plait.referrals.actions.record_call import record_call
from plait.referrals.actions.save_draft import save_draft
from plait.referrals.forms.raising_call import call_form, concern_of
from plait.referrals.presenters.danger import danger_of, opens_later
from plait.referrals.queries.raising import decision_due, own_draft
from plait.referrals.views.raising.keeping import key_in

may_record = needs("call:record")


@door("The hub and the emergency duty team", lets_in=may_record, act="call:record", methods=("GET", "POST"))
def record(request: PlaitRequest) -> HttpResponse:
    """One page. Sending it twice records one call."""
    pack = current(at=request.at)
    places = [(str(one.pk), one.name) for one in agencies.agencies()]
    if request.method == "POST":
        key = key_in(request)
        known = own_draft(request.actor, key, at=request.at)
        if known is not None and known.sent_at is not None:
            return redirect("call-done", draft_id=known.pk)
        form = call_form(pack, at=request.at, agencies=places, data=request.POST)
        if form.is_valid():
            save_draft(about="call", answers={}, draft_id=str(key), by=request.actor, at=request.at)
            record_call(concern=concern_of(form), draft_id=str(key), by=request.actor, at=request.at)
            return redirect("call-done", draft_id=key)
    else:
        key = uuid4()
        form = call_form(pack, at=request.at, agencies=places)
    calendar = pack.calendar()
    context = {
        "form": form,
        "key": key,
        "pack": pack,
        "opens": opens_later(pack, at=request.at),
        "due": due_at(start=request.at, target=pack.clock("referral_decision"), calendar=calendar).at,
    }
    return render(request, "referrals/raise/call.html", context)


@door("Whoever recorded the call", lets_in=may_record, act="contact:receipt")
def done(request: PlaitRequest, draft_id: UUID) -> HttpResponse:
    """Its reference, and what to say to the caller before they hang up."""
    contact = open_receipt(request.actor, str(draft_id), at=request.at)
    works_on_it = visible_contacts(request.actor, at=request.at).filter(pk=contact.pk).exists()
    return render(
        request,
        "referrals/raise/call_done.html",
        {
            "contact": contact,
            "due": decision_due(contact),
            "danger": danger_of(contact, pack=current(at=request.at), at=request.at),
            "works_on_it": works_on_it,
            "closed_list": contact.route == "closed_list",
        },
    )
