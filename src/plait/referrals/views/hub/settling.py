"""Settle an answer on risk, after asking."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from plait.agencies.roles import needs
from plait.base.access.doors import door
from plait.base.access.request import PlaitRequest
from plait.base.access.verdict import Refused, hidden
from plait.base.ui.staying import stay_with
from plait.referrals.access import open_contact
from plait.referrals.actions.settle_safety import settle_safety
from plait.referrals.forms.settling import SettleForm
from plait.referrals.presenters.hub import names_in
from plait.referrals.queries.hub import people_of
from plait.referrals.queries.settling import QUESTIONS, settled_of
from plait.referrals.views.hub.first_steps import SCREENERS


@door(SCREENERS, lets_in=needs("contact:rate"), act="contact:settle", methods=("GET", "POST"))
def settle(request: PlaitRequest, contact_id: UUID, kind: str) -> HttpResponse:
    """What holds now. If somebody settled it meanwhile, theirs is shown and nothing typed is lost."""
    by, at = request.actor, request.at
    contact = open_contact(by, str(contact_id), at=at, act="contact:settle")
    if kind not in QUESTIONS:
        raise Refused(hidden("absent"), about=contact.ref)
    last = settled_of(contact).get(kind)
    form = SettleForm(request.POST or None, initial={"was": last.pk if last else ""})
    meanwhile = False
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            settle_safety(
                contact_id=str(contact_id), kind=kind, holds=given["holds"], whom=given["whom"],
                because=given["because"], was=given["was"], by=by, at=at,
            )  # fmt: skip
        except Refused as refusal:
            stay_with(request, form, refusal, act="deed:settle_safety")
            last = settled_of(contact).get(kind)
            if meanwhile := refusal.verdict.reason == "settled-meanwhile":
                form.data = {**request.POST.dict(), "was": str(last.pk if last else "")}
        else:
            messages.success(request, "Kept beside what was said. The warnings follow it.")
            return redirect("hub-concern", contact_id=contact_id)
    return render(
        request,
        "referrals/hub/settle.html",
        {
            "form": form,
            "contact": contact,
            "names": names_in(people_of(contact)),
            "kind": kind,
            "question": QUESTIONS[kind],
            "last": last,
            "meanwhile": meanwhile,
        },
    )
