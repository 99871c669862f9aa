"""The lead's desk, accepting, closing and opening again."""

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from plait.agencies.roles import may, needs
from plait.base import packs
from plait.base.access.counting import Later
from plait.base.access.doors import door, practitioners_only
from plait.base.access.request import PlaitRequest
from plait.base.access.verdict import Refused, hidden
from plait.base.audit.record import record
from plait.referrals.access import open_referral, referrals_that_await, visible_referrals
from plait.referrals.actions.accept_lead import accept_lead
from plait.referrals.actions.ask_to_close import ask_to_close
from plait.referrals.actions.close_referral import close_referral
from plait.referrals.actions.reopen_referral import reopen_referral
from plait.referrals.actions.settle_promise import settle_promise
from plait.referrals.forms.deciding import CloseForm, ReopenForm, SettleForm
from plait.referrals.forms.later import TRULY, AcceptLeadForm
from plait.referrals.presenters import deciding as shown
from plait.referrals.presenters.deciding_actions import next_actions
from plait.referrals.presenters.leading import on_the_desk
from plait.referrals.queries.clock_words import what_is_due
from plait.referrals.queries.closing import (
    needs_second_person,
    objections_to_closing,
    open_promise_of,
    open_promises,
)
from plait.referrals.queries.deciding import team_asked
from plait.referrals.queries.leading import led_by
from plait.referrals.queries.picture import picture_of
from plait.referrals.views.deciding.page import WORKS_ON_IT
from plait.referrals.views.deciding.refusals import stay_with


def count_awaiting(request: HttpRequest) -> Later:
    """The number beside the page in the navigation: children that a team of the reader's was asked to accept."""
    asking = cast(PlaitRequest, request)
    return referrals_that_await.later(asking.actor, at=asking.at)


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
        named = [f"person:{one.pk}" for led in read if led.referral.ref in refs for one in led.people]
        record(act="lead:desk", about=[*refs, *named], by=request.actor, at=request.at, fields=("identity",))
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
    form = AcceptLeadForm(request.POST if request.method == "POST" else None, at=request.at)
    if request.method == "POST" and form.is_valid() and _accepted(request, referral_id, form):
        messages.success(request, "You lead this now. The hub and everyone round the children can see it.")
        return redirect("referral", referral_id=referral_id)
    pack = packs.current(at=request.at)
    picture = picture_of(referral, pack=pack, by=request.actor, at=request.at)
    team = team_asked(referral)
    context = {
        "form": form,
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


def _accepted(request: PlaitRequest, referral_id: UUID, form: AcceptLeadForm) -> bool:
    try:
        accept_lead(
            referral_id=str(referral_id), accepted_at=form.decided_at(), by=request.actor, at=request.at
        )
    except Refused as refusal:
        if refusal.verdict.reason not in TRULY:
            raise
        stay_with(request, form, refusal, act="deed:accept_lead", fields=TRULY)
        return False
    return True


@door(WORKS_ON_IT, lets_in=practitioners_only, act="referral:close", methods=("GET", "POST"))
def close(request: PlaitRequest, referral_id: UUID) -> HttpResponse:
    """Who objects to closing, and why; then the reason."""
    referral = open_referral(request.actor, str(referral_id), at=request.at)
    pack = packs.current(at=request.at)
    objections = objections_to_closing(referral, at=request.at)
    may_override = bool(objections) and bool(may(request.actor, "decision:override"))
    asks = needs_second_person(referral, by=request.actor, pack=pack)
    form: Any = CloseForm(
        request.POST if request.method == "POST" else None, pack=pack, may_override=may_override, asks=asks
    )
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            _close_or_ask(request, referral_id, form, asks=asks)
        except Refused as refusal:
            fields = {"objections": "despite", "no-reason": "because", "no-outcome": "outcome"}
            stay_with(request, form, refusal, act="deed:close_referral", fields=fields)
            status = 403
        else:
            return _after_closing(request, referral_id)
    context = {
        "referral": referral,
        "form": form,
        "objections": objections,
        "may_override": may_override,
        "asks": asks,
        "promises": [(one.pk, what_is_due(one, pack)) for one in open_promises(referral, pack=pack)],
    }
    return render(request, "referrals/deciding/close.html", context, status=status)


def _close_or_ask(request: PlaitRequest, referral_id: UUID, form: Any, *, asks: bool) -> None:
    given, by, at = form.cleaned_data, request.actor, request.at
    if asks:
        ask_to_close(referral_id=str(referral_id), because=given["because"], by=by, at=at)
        messages.success(
            request,
            "Not closed yet. A hub manager who is another person sees that you ask, and agrees or not.",
        )
        return
    close_referral(
        referral_id=str(referral_id),
        outcome=given["outcome"],
        because=given["because"],
        despite=given.get("despite", ""),
        by=by,
        at=at,
    )
    messages.success(request, "Closed. If there is a concern again, it opens with its history.")


@door(WORKS_ON_IT, lets_in=practitioners_only, act="referral:settle-promise", methods=("GET", "POST"))
def promise(request: PlaitRequest, referral_id: UUID, clock_id: UUID) -> HttpResponse:
    """What became of a conference, a strategy discussion or an assessment that was promised."""
    referral = open_referral(request.actor, str(referral_id), at=request.at)
    pack = packs.current(at=request.at)
    running = open_promise_of(referral, clock_id, pack=pack)
    if running is None:
        raise Refused(hidden("absent"), about=referral.ref)
    form: Any = SettleForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            settle_promise(
                referral_id=str(referral_id),
                clock_id=str(clock_id),
                happened=form.cleaned_data["happened"] == "yes",
                note=form.cleaned_data["note"],
                by=request.actor,
                at=request.at,
            )
        except Refused as refusal:
            stay_with(request, form, refusal, act="deed:settle_promise", fields={"needs-reason": "note"})
            status = 403
        else:
            messages.success(request, "Kept, with your name and the time.")
            return redirect("referral", referral_id=referral_id)
    context = {"referral": referral, "form": form, "running": running, "words": what_is_due(running, pack)}
    return render(request, "referrals/deciding/promise.html", context, status=status)


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
            messages.success(
                request,
                "Open again, with its history. Its clocks go on from where they stood. Ring whoever is asked to lead.",
            )
            return redirect("referral", referral_id=referral_id)
    context = {"referral": referral, "form": form, "asks": team_asked(referral)}
    return render(request, "referrals/deciding/reopen.html", context, status=status)
