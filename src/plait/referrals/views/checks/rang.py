"""*I rang*, about one check: written down by the hub or by the agency that was asked."""

import uuid
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from plait.base.access.doors import door, practitioners_only
from plait.base.access.request import PlaitRequest
from plait.base.access.verdict import Refused, hidden
from plait.base.ui.staying import stay_with
from plait.referrals.access import open_check, open_referral, visible_checks
from plait.referrals.actions.note_call import note_call
from plait.referrals.actions.settle_answers import ChildAnswer, Item
from plait.referrals.forms.checks import USUAL_GROUP, Kind
from plait.referrals.forms.checks_call import CallForm
from plait.referrals.presenters.checks import children_of
from plait.referrals.queries.checks import calls_about, check_behind

if TYPE_CHECKING:
    from plait.referrals.models import PartnerCheck


@door(
    "The agency that was asked, and those who work on the referral",
    lets_in=practitioners_only,
    act="check:call",
    methods=("GET", "POST"),
)
def rang(request: PlaitRequest, check_id: uuid.UUID) -> HttpResponse:
    """Who was rung, when, what was said, and what it counts as."""
    found, hub_side = _open(request, str(check_id))
    local = timezone.localtime(request.at)
    start = {"rang_on": local.date(), "rang_time": local.time(), "counts_as": "answer"}
    form = CallForm(request.POST or None, at=request.at, hub_side=hub_side, initial=start)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if given["rang_at"] > request.at:
            form.add_error("rang_time", "This time is in the future. Check the day and the time.")
        else:
            try:
                note_call(
                    about=found.ref,
                    counts_as=given["counts_as"],
                    spoke_with=given["spoke_with"],
                    rang_at=given["rang_at"],
                    said=given["said"],
                    answers=_answers(found, given) if given["counts_as"] == "answer" else (),
                    by=request.actor,
                    at=request.at,
                )
            except (
                Refused
            ) as refusal:  # a whole call is written here: it is not lost because somebody answered meanwhile
                stay_with(request, form, refusal, act="deed:note_call")
            else:
                return _back(request, found, hub_side=hub_side)
    said = {"check": found, "form": form, "hub_side": hub_side, "calls": calls_about(found.ref)}
    return render(request, "referrals/checks/rang.html", said)


def _open(request: PlaitRequest, check_id: str) -> "tuple[PartnerCheck, bool]":
    """The check, and whether it is read from the hub's side."""
    if visible_checks(request.actor, at=request.at).filter(pk=check_id).exists():
        return open_check(request.actor, check_id, at=request.at, act="check:call"), False
    found = check_behind(check_id)
    if found is None:
        raise Refused(hidden("not-involved"), about=f"check:{check_id}")
    open_referral(request.actor, str(found.referral_id), at=request.at)
    return found, True


def _answers(check: "PartnerCheck", given: dict[str, Any]) -> list[ChildAnswer]:
    """The answer as it was told, for every child of the check."""
    kind, said, who = given["kind"], given["said"], given["spoke_with"]
    items = (
        [
            Item(
                text=said,
                happened_said="told by telephone",
                assertion_kind=given["assertion_kind"] or "record",
                field_group=USUAL_GROUP.get(check.agency.kind, "concern"),
            )
        ]
        if kind == Kind.ITEMS
        else []
    )
    because, route = (said, f"Ring {who}") if kind == Kind.CANNOT_SHARE else ("", "")
    note = said if kind in (Kind.NEED_MORE, Kind.SPEAK_TO_ME) else ""
    return [
        ChildAnswer(child.person_id, kind, items=items, because=because, route=route, note=note)
        for child in children_of(check)
    ]


def _back(request: PlaitRequest, check: "PartnerCheck", *, hub_side: bool) -> HttpResponse:
    messages.success(request, "The call is written down.")
    # The hub comes from what is known of the children, and goes back there: the call stands on that page.
    name, record = ("referral", check.referral_id) if hub_side else ("check", check.pk)
    return HttpResponseRedirect(reverse(name, args=[record]))
