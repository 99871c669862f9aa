"""*We see it differently*: one page, one question, and whichever way they choose; and keeping a view beside a decision."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from plait.base.access.doors import door
from plait.base.access.request import PlaitRequest
from plait.base.access.verdict import Refused
from plait.base.ui.staying import stay_with
from plait.escalation import access
from plait.escalation.forms import DifferForm
from plait.escalation.presenters import choices_for, page_behind
from plait.escalation.views.raising import THEIRS
from plait.referrals.actions.record_dissent import record_dissent
from plait.referrals.forms.deciding import DissentForm


@door(THEIRS, lets_in=access.may_take_part, act="escalation:differ", methods=("GET", "POST"))
def differ(request: PlaitRequest, kind: str, record_id: UUID) -> HttpResponse:
    """What is disputed, as the reader was told it, and what they want; the way they choose asks the rest."""
    told = access.open_disputed(request.actor, kind, str(record_id), at=request.at)
    ways = choices_for(told, by=request.actor, at=request.at)
    offered = [(one.code, one.words, one.brings) for one in ways]
    form = DifferForm(request.POST if request.method == "POST" else None, ways=offered)
    if request.method == "POST" and form.is_valid():
        chosen = next(one for one in ways if one.code == form.cleaned_data["want"])
        return HttpResponseRedirect(chosen.path)
    back = page_behind(told, by=request.actor, at=request.at)
    return render(request, "escalation/differ.html", {"form": form, "told": told.found, "back": back})


@door(THEIRS, lets_in=access.may_take_part, act="decision:dissent", methods=("GET", "POST"))
def keep(request: PlaitRequest, kind: str, record_id: UUID) -> HttpResponse:
    """How the reader's agency sees a decision differently. What was decided they know as far as they were told it."""
    told, decision = access.open_beside(request.actor, kind, str(record_id), at=request.at)
    form = DissentForm(request.POST if request.method == "POST" else None)
    back = page_behind(told, by=request.actor, at=request.at)
    if request.method == "POST" and form.is_valid():
        try:
            record_dissent(
                decision_id=str(decision.pk), view=form.cleaned_data["view"], by=request.actor, at=request.at
            )
        except Refused as refusal:
            stay_with(request, form, refusal, act="deed:record_dissent")
        else:
            messages.success(request, "Your agency’s view is recorded beside the decision.")
            return HttpResponseRedirect(back)
    context = {"form": form, "told": told.found, "back": back, "decided": decision.decided_at or decision.at}
    return render(request, "escalation/keep.html", context)
