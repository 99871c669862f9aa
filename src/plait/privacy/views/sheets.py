"""Who looked, in plain words, for the one it is about."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from plait.base.access.doors import door
from plait.base.access.request import PlaitRequest
from plait.base.access.verdict import Refused
from plait.base.ui.staying import stay_with
from plait.privacy import access
from plait.privacy.actions.tell_who_looked import decide_sheet, make_sheet
from plait.privacy.forms import SheetForm
from plait.privacy.queries.naming import person_behind

OFFICERS = "Privacy officers, and Caldicott guardians, for sheets of their agency or the area"
MAKERS = "Privacy officers"


@door(OFFICERS, lets_in=access.may_use_desk, act="sheet:list", purpose="privacy")
def sheets(request: PlaitRequest) -> HttpResponse:
    """Those that wait for a second person, and those that may be given."""
    found = access.visible_sheets(request.actor)
    context = {
        "waiting": list(found.filter(state="drafted")),
        "decided": list(found.exclude(state="drafted").order_by("-decided_at", "pk")[:20]),
        "makes": bool(access.may_review_lookups(request.actor)),
    }
    return render(request, "privacy/sheets.html", context)


@door(MAKERS, lets_in=access.may_review_lookups, act="sheet:make", methods=("GET", "POST"), purpose="privacy")
def new_sheet(request: PlaitRequest) -> HttpResponse:
    """For whom, and why it is safe."""
    form = SheetForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = make_sheet(
                person_id=person_behind(given["reference"]), for_whom=given["for_whom"], recipient=given["recipient"],
                safe_because=given["safe_because"], by=request.actor, at=request.at,
            )  # fmt: skip
        except Refused as refusal:
            stay_with(request, form, refusal, act="deed:make_sheet")
        else:
            return HttpResponseRedirect(reverse("looked-sheet", args=[made.pk]))
    return render(request, "privacy/new_sheet.html", {"form": form})


@door(OFFICERS, lets_in=access.may_use_desk, act="sheet:decide", methods=("GET", "POST"), purpose="privacy")
def sheet(request: PlaitRequest, sheet_id: str) -> HttpResponse:
    """The sheet as it would be given; the second person says whether it may."""
    by, at = request.actor, request.at
    if request.method == "POST":
        decide_sheet(
            sheet_id=str(sheet_id), approve=request.POST.get("do") == "approve", because="", by=by, at=at
        )
        messages.success(request, "Saved.")
        return HttpResponseRedirect(request.path)
    one = access.opened(access.visible_sheets(by), str(sheet_id), kind="sheet", by=by, at=at)
    context = {"one": one, "approves": access.may_approve(by) and one.made_by != by.id}
    return render(request, "privacy/sheet.html", context)
