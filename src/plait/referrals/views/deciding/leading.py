"""The lead's desk, accepting, closing and opening again."""

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from plait.agencies.roles import may, needs
from plait.base import packs
from plait.base.access.doors import door, practitioners_only
from plait.base.access.request import PlaitRequest
from plait.base.access.verdict import Refused
from plait.base.audit.record import record
from plait.referrals.access import open_referral, visible_referrals
from plait.referrals.actions.accept_lead import accept_lead
from plait.referrals.actions.close_referral import close_referral
from plait.referrals.actions.reopen_referral import reopen_referral
from plait.referrals.forms.deciding import CloseForm, ReopenForm
from plait.referrals.presenters import deciding as shown
from plait.referrals.presenters.deciding_actions import next_actions
from plait.referrals.presenters.leading import on_the_desk
from plait.referrals.queries.closing import objections_to_closing
from plait.referrals.queries.deciding import team_asked
from plait.referrals.queries.leading import how_many_await, led_by
from plait.referrals.queries.picture import picture_of
from plait.referrals.views.deciding.page import WORKS_ON_IT
from plait.referrals.views.deciding.refusals import stay_with


def count_awaiting(request: HttpRequest) -> int:
    """The number beside the page in the navigation: children that a team of the reader's was asked to accept."""
    asking = cast(PlaitRequest, request)
    return how_many_await(visible_referrals(asking.actor, at=asking.at), by=asking.actor)


@door(
    "Lead practitioners, for what their team was asked and what they lead",
    lets_in=needs("lead:accept"),
    act="lead:desk",
)
def lead_desk(request: PlaitRequest) -> HttpResponse:
    """Children waiting to be accepted, mine, and my team's."""
    read = led_by(visible_referrals(request.actor, at=request.at), by=request.actor, at=request.at)
    desk = on_the_desk(read, pack=packs.current(at=request.at), by=request.actor, at=request.at)
    if refs := [row.ref for rows in (desk.waiting, desk.mine, desk.team) for row in rows]:
        record(act="lead:desk", about=refs, by=request.actor, at=request.at, fields=("identity",))
    return render(request, "referrals/deciding/lead_desk.html", {"desk": desk})


@door(
    "Members of the team that was asked to lead",
    lets_in=needs("lead:accept"),
    act="lead:accept",
    methods=("GET", "POST"),
)
def accept(request: PlaitRequest, referral_id: UUID) -> HttpResponse:
    """What was decided and for whom; one button accepts."""
    referral = open_referral(request.actor, str(referral_id), at=request.at)
    if request.method == "POST":
        accept_lead(referral_id=str(referral_id), by=request.actor, at=request.at)
        messages.success(request, "You lead this now. The hub and everyone round the children can see it.")
        return redirect("referral", referral_id=referral_id)
    pack = packs.current(at=request.at)
    picture = picture_of(referral, pack=pack, by=request.actor, at=request.at)
    team = team_asked(referral)
    context = {
        "referral": referral,
        "decision": picture.decisions[0] if picture.decisions else None,
        "banners": shown.banners(picture),
        "safety": shown.must_not_know(picture),
        "clocks": shown.clocks(picture, pack, at=request.at),
        "actions": next_actions(picture, at=request.at),
        "team": team,
        "asked": team is not None and str(team.pk) in request.actor.teams,
        "leads": str(referral.lead_id) == request.actor.id,
    }
    return render(request, "referrals/deciding/accept.html", context)


@door(WORKS_ON_IT, lets_in=practitioners_only, act="referral:close", methods=("GET", "POST"))
def close(request: PlaitRequest, referral_id: UUID) -> HttpResponse:
    """Who objects to closing, and why; then the reason."""
    referral = open_referral(request.actor, str(referral_id), at=request.at)
    objections = objections_to_closing(referral, at=request.at)
    may_override = bool(objections) and bool(may(request.actor, "decision:override"))
    status = 200
    form: Any = CloseForm(request.POST if request.method == "POST" else None, may_override=may_override)
    if request.method == "POST" and form.is_valid():
        try:
            close_referral(
                referral_id=str(referral_id),
                because=form.cleaned_data["because"],
                despite=form.cleaned_data.get("despite", ""),
                by=request.actor,
                at=request.at,
            )
        except Refused as refusal:
            fields = {"objections": "despite", "no-reason": "because"}
            stay_with(request, form, refusal, act="deed:close_referral", fields=fields)
            status = 403
        else:
            messages.success(request, "Closed. If there is a concern again, it opens with its history.")
            return _after_closing(request, referral_id)
    context = {"referral": referral, "form": form, "objections": objections, "may_override": may_override}
    return render(request, "referrals/deciding/close.html", context, status=status)


def _after_closing(request: PlaitRequest, referral_id: UUID) -> HttpResponse:
    """A lead's way in ends with the closing: they go to their desk; the hub sees what it closed."""
    still = visible_referrals(request.actor, at=request.at).filter(pk=referral_id).exists()
    return redirect("referral", referral_id=referral_id) if still else redirect("lead-desk")


@door(WORKS_ON_IT, lets_in=practitioners_only, act="referral:reopen", methods=("GET", "POST"))
def reopen(request: PlaitRequest, referral_id: UUID) -> HttpResponse:
    """Why it is opened again."""
    referral = open_referral(request.actor, str(referral_id), at=request.at)
    form: Any = ReopenForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            reopen_referral(
                referral_id=str(referral_id),
                because=form.cleaned_data["because"],
                by=request.actor,
                at=request.at,
            )
        except Refused as refusal:
            stay_with(request, form, refusal, act="deed:reopen_referral", fields={})
            status = 403
        else:
            messages.success(request, "Open again, with its history. Its clocks go on from where they stood.")
            return redirect("referral", referral_id=referral_id)
    return render(
        request, "referrals/deciding/reopen.html", {"referral": referral, "form": form}, status=status
    )
