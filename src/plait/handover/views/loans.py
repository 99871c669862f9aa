"""What no package holds: lent to a reader by name on the one side, read at its source on the other."""

from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from plait.agencies.access import stepped_up
from plait.base.access.doors import Apart, door, practitioners_only
from plait.base.access.request import PlaitRequest
from plait.base.access.verdict import Refused
from plait.base.federation.leases import Read
from plait.base.ui.staying import stay_with
from plait.handover.access.handing import open_handover
from plait.handover.access.loans import look_at_lent
from plait.handover.actions.lend_on_handover import end_loan, lend_on_handover
from plait.handover.forms.loans import LendForm, ReadLentForm
from plait.handover.presenters.loans import lent_by_us, lent_to_reader, no_way_to, offered

if TYPE_CHECKING:
    from plait.handover.models import Handover


@door(
    "Whoever works on the family that was handed over; what is lent to us whoever was named, and the duty team",
    lets_in=practitioners_only,
    act="lent:page",
    methods=("GET", "POST"),
)
def lent(request: PlaitRequest, handover_id: str) -> HttpResponse:
    """The same page on both sides: of ours what we lend, of theirs what is lent to us."""
    found = open_handover(request.actor, str(handover_id), at=request.at, act="lent:page")
    return _ours(request, found) if found.side == "out" else _theirs(request, found)


def _ours(request: PlaitRequest, found: "Handover") -> HttpResponse:
    by, at = request.actor, request.at
    posts = request.method == "POST"
    form = LendForm(
        request.POST if posts and "end" not in request.POST else None, offered=offered(found, by),
        initial={"reader": found.their_name},
    )  # fmt: skip
    try:
        if posts and (ends := str(request.POST.get("end") or "")):
            end_loan(handover_id=str(found.pk), lent_id=ends, by=by, at=at)
            messages.success(request, "Ended: the next look shows nothing.")
            return redirect("lent-words", handover_id=found.pk)
        if posts and form.is_valid():
            lend_on_handover(handover_id=str(found.pk), **form.cleaned_data, by=by, at=at)
            messages.success(request, "Lent for fifteen minutes. Each look stands in the audit, by name.")
            return redirect("lent-words", handover_id=found.pk)
    except Refused as refusal:
        stay_with(request, form, refusal, act="deed:lend_on_handover")
    given = {"one": found, "ours": True, "rows": lent_by_us(found, by, at=at), "form": form}
    given["no_way"] = no_way_to(found)
    return render(request, "handover/lent.html", given)


@stepped_up
def _theirs(request: PlaitRequest, found: "Handover") -> HttpResponse:
    """Shown once for as long as the area that lends says, and then the page is empty again."""
    by, at = request.actor, request.at
    rows = lent_to_reader(found, by, at=at)
    choices = [(str(one.lent.pk), one.words) for one in rows if one.open]
    form = ReadLentForm(request.POST if request.method == "POST" else None, offered=choices)
    given: dict[str, Any] = {"one": found, "ours": False, "rows": rows, "form": form if choices else None}
    given["no_way"] = no_way_to(found)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            ask = look_at_lent(by, str(found.pk), said["lent"], because=said["because"], at=at)
        except Refused as refusal:
            stay_with(request, form, refusal, act="lent:read")
        else:
            return Apart(ask, partial(_read, request, given))
    return render(request, "handover/lent.html", given)


def _read(request: PlaitRequest, given: dict[str, Any], came: Read | Refused) -> HttpResponse:
    if isinstance(came, Refused):
        stay_with(request, given["form"], came, act="lent:read")
        return render(request, "handover/lent.html", given)
    answer = render(request, "handover/lent.html", given | {"read": came, "form": None})
    seconds = max(1, int((came.until - request.at).total_seconds()))
    answer["Refresh"] = f"{seconds}; url={request.path}"
    return answer
