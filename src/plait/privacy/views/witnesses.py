"""The audit's sealed log: its last head, who witnessed it, and the alarms."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from plait.agencies.roles import needs
from plait.base.access.doors import door
from plait.base.access.request import PlaitRequest
from plait.base.access.verdict import Refused
from plait.base.audit.record import record
from plait.base.witness.actions.settle_alarm import settle_alarm
from plait.privacy import access
from plait.privacy.forms import FoundForm
from plait.privacy.presenters import witnesses as shown

OFFICERS = "Privacy officers of the area"


@door(OFFICERS, lets_in=needs("audit:read"), act="witness:page", purpose="privacy")
def witnesses(request: PlaitRequest) -> HttpResponse:
    """How the sealed log stands, and what must be looked at."""
    return render(request, "privacy/witnesses.html", {"log": shown.page(at=request.at)})


@door(
    OFFICERS,
    lets_in=needs("audit:read"),
    act="witness-alarm:settle",
    methods=("GET", "POST"),
    purpose="privacy",
)
def alarm(request: PlaitRequest, alarm_id: str) -> HttpResponse:
    """One alarm: what was seen, what to do, and what somebody found."""
    by, at = request.actor, request.at
    one = access.open_alarm(by, str(alarm_id), at=at)
    form = FoundForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            settle_alarm(alarm_id=str(alarm_id), **form.cleaned_data, by=by, at=at)
        except Refused as refusal:
            if refusal.verdict.reason != "already-settled":
                raise
            record(
                act="deed:settle_alarm", about=refusal.about, by=by, at=at, verdict="refused",
                reason=refusal.verdict.reason,
            )  # fmt: skip
            messages.warning(request, refusal.verdict.say)
        else:
            messages.success(request, "Saved. What it rests on stays here.")
            return HttpResponseRedirect(reverse("witnesses"))
    return render(request, "privacy/witness_alarm.html", {"row": shown.row_of(one), "form": form})
