"""The hub writes down a call in a minute."""

from uuid import UUID, uuid4

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from plait.agencies import queries as agencies
from plait.agencies.roles import needs
from plait.base.access.doors import door
from plait.base.access.request import PlaitRequest
from plait.base.access.verdict import Refused, hidden
from plait.base.clock import due_at
from plait.base.packs import Pack
from plait.base.packs.queries import current
from plait.base.ui.text import without_nul
from plait.referrals.access import open_draft, open_receipt, visible_contacts
from plait.referrals.actions.record_call import record_call
from plait.referrals.actions.save_draft import save_draft
from plait.referrals.forms.raising_call import CallForm, call_form, concern_of
from plait.referrals.presenters.danger import danger_of, opens_later
from plait.referrals.queries.raising import decision_due, own_draft, own_drafts
from plait.referrals.views.raising.keeping import key_in

CALL = "call"  # what such a draft is about
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
        try:
            kept = _keep(request, key, form)
        except Refused as refusal:
            if refusal.verdict.reason != "already-sent":
                raise
            return redirect("call-done", draft_id=key)  # the same page was sent twice in one moment
        if form.is_valid() and kept:
            record_call(concern=concern_of(form), draft_id=str(key), by=request.actor, at=request.at)
            return redirect("call-done", draft_id=key)
    else:
        key = uuid4()
        form = call_form(pack, at=request.at, agencies=places)
    return _page(request, pack, form, key)


@door(
    "The hub and the emergency duty team, for a call they began to write down",
    lets_in=may_record,
    act="call:draft",
    methods=("GET", "POST"),
)
def unsent_call(request: PlaitRequest, draft_id: UUID) -> HttpResponse:
    """A call that was begun and not recorded, for its author; sent to, it keeps what stands there now (204)."""
    pack = current(at=request.at)
    places = [(str(one.pk), one.name) for one in agencies.agencies()]
    if request.method == "POST":
        form = call_form(pack, at=request.at, agencies=places, data=request.POST)
        if not _keep(request, draft_id, form):
            raise Refused(hidden("no-such-draft"), about=f"draft:{draft_id}")
        return HttpResponse(status=204)
    draft = open_draft(request.actor, str(draft_id), at=request.at, about=CALL)
    form = call_form(pack, at=request.at, agencies=places, kept=draft.answers)
    return _page(request, pack, form, draft_id)


def _keep(request: PlaitRequest, key: UUID, form: CallForm) -> bool:
    """Keep what was typed, mistakes and all; never over a draft of something else."""
    known = own_draft(request.actor, key, at=request.at)
    if known is not None and known.about != CALL:
        return False
    save_draft(
        about=CALL, answers=without_nul(form.draft()), draft_id=str(key), by=request.actor, at=request.at
    )
    return True


def _page(request: PlaitRequest, pack: Pack, form: CallForm, key: UUID) -> HttpResponse:
    calendar = pack.calendar()
    begun = own_drafts(request.actor, at=request.at, about=CALL).exclude(pk=key)
    context = {
        "form": form,
        "key": key,
        "pack": pack,
        "autosave_url": reverse("call-draft", args=[key]),
        "begun": begun,
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
