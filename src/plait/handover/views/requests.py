"""What an area that knows a family is asked, and what it told."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from plait.base.access.doors import door, practitioners_only
from plait.base.access.request import PlaitRequest
from plait.base.access.verdict import Refused
from plait.base.packs import current
from plait.base.ui.staying import stay_with
from plait.handover.access.discovery import may_ask
from plait.handover.access.requests import open_asked
from plait.handover.actions.ask_information import ask_information
from plait.handover.forms.requests import AskInformationForm
from plait.handover.presenters.requests import ours_shown, powers


@door(
    "Whoever may open the child’s record; of what went quietly whoever asked, and the custodians",
    lets_in=practitioners_only,
    act="information:page",
    methods=("GET", "POST"),
)
def known_there(request: PlaitRequest, asked_id: str) -> HttpResponse:
    """One area that was asked about a child: what it said, what we want to know, and what it told us."""
    by, at, this = request.actor, request.at, str(asked_id)
    asked = open_asked(by, this, at=at)
    pack = current(at=at)
    shown = ours_shown(asked, by, pack=pack, at=at)
    form = None
    if request.method == "POST":
        may_ask(by, str(asked.ask.person)).insist(about=asked.ask.ref)
    asks = asked.says == "known" and shown["believed"] and not shown["waits"]
    if may_ask(by, str(asked.ask.person)) and (asks or request.method == "POST"):
        form = AskInformationForm(
            request.POST if request.method == "POST" else None, powers=powers(pack), at=at
        )
    if form is not None and form.is_valid():
        try:
            ask_information(asked_id=this, wanted=form.wanted(), by=by, at=at)
        except Refused as refusal:
            stay_with(request, form, refusal, act="deed:ask_information")
        else:
            messages.success(request, "Asked. You are told when they answer, or when the answer is late.")
            return redirect("known-there", asked_id=this)
    return render(request, "handover/known_there.html", {**shown, "form": form})
