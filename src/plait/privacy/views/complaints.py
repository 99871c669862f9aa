"""Complaints about how data was used."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from plait.base.access.doors import door
from plait.base.access.request import PlaitRequest
from plait.base.access.verdict import Refused
from plait.base.ui.staying import stay_with
from plait.privacy import access
from plait.privacy.actions.answer_complaint import acknowledge_complaint, answer_complaint, record_complaint
from plait.privacy.forms import AnswerComplaintForm, ComplaintForm
from plait.privacy.presenters.requests import rows

OFFICERS = "Privacy officers, and Caldicott guardians, for complaints to their agency or in the area"


@door("Open to all: a form to print, for anybody who wants to complain", open_to_all=True)
def form_to_print(request: PlaitRequest) -> HttpResponse:
    """A paper form; nothing is typed here, and nothing is kept."""
    return render(request, "privacy/complaint_form.html")


@door(OFFICERS, lets_in=access.may_use_desk, act="complaint:list", purpose="privacy")
def complaints(request: PlaitRequest) -> HttpResponse:
    """Those that wait, the oldest first, and what was learnt from those that ended."""
    found = access.visible_complaints(request.actor)
    context = {
        "rows": rows(found.filter(answered_at__isnull=True), at=request.at),
        "ended": list(found.filter(answered_at__isnull=False).order_by("-answered_at", "pk")[:20]),
    }
    return render(request, "privacy/complaints.html", context)


@door(
    OFFICERS, lets_in=access.may_use_desk, act="complaint:record", methods=("GET", "POST"), purpose="privacy"
)
def new_complaint(request: PlaitRequest) -> HttpResponse:
    """Write down a complaint, however it came."""
    form = ComplaintForm(request.POST if request.method == "POST" else None, at=request.at)
    if request.method == "POST" and form.is_valid():
        given = {name: value for name, value in form.cleaned_data.items() if name != "received_on"}
        made = record_complaint(
            **given, received_at=form.received_at(request.at), by=request.actor, at=request.at
        )
        return HttpResponseRedirect(reverse("complaint", args=[made.pk]))
    return render(request, "privacy/new_complaint.html", {"form": form})


@door(OFFICERS, lets_in=access.may_use_desk, act="complaint:step", methods=("GET", "POST"), purpose="privacy")
def complaint(request: PlaitRequest, complaint_id: str) -> HttpResponse:
    """What they complain of; acknowledge it, then answer."""
    by, at, do = request.actor, request.at, request.POST.get("do", "") if request.method == "POST" else ""
    form = AnswerComplaintForm(request.POST if do == "answer" else None)
    if do == "acknowledge":
        acknowledge_complaint(complaint_id=str(complaint_id), by=by, at=at)
        messages.success(request, "Acknowledged.")
        return HttpResponseRedirect(request.path)
    one = access.opened(access.visible_complaints(by), str(complaint_id), kind="complaint", by=by, at=at)
    if do == "answer" and form.is_valid():
        try:
            answer_complaint(complaint_id=str(complaint_id), **form.cleaned_data, by=by, at=at)
        except Refused as refusal:
            stay_with(request, form, refusal, act="deed:answer_complaint")
        else:
            messages.success(request, "Saved.")
            return HttpResponseRedirect(reverse("complaints"))
    (row,) = rows([one], at=at)
    acts = access.may_act_for(str(one.agency_id), by=by, at=at)
    return render(request, "privacy/complaint.html", {"row": row, "one": one, "form": form, "acts": acts})
