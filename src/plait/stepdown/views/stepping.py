"""Stepping down, adding what was missing, asking another team, and what a manager decides."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from plait.agencies.roles import may
from plait.base.access.doors import door, practitioners_only
from plait.base.access.request import PlaitRequest
from plait.base.access.verdict import Refused
from plait.base.packs import current
from plait.referrals.access import open_referral
from plait.referrals.queries.deciding import children_of, last_decision
from plait.stepdown import access
from plait.stepdown.actions.ask_another_team import ask_another_team
from plait.stepdown.actions.complete_parts import complete_parts
from plait.stepdown.actions.decide_risk import decide_risk
from plait.stepdown.actions.step_down import Said, step_down
from plait.stepdown.forms import AddForm, AnotherForm, StepDownForm, WeighForm
from plait.stepdown.presenters.page import shown, still_promised, team_choices
from plait.stepdown.queries.parts import children_in, teams_that_may_hold
from plait.stepdown.queries.weighing import months_usual, weighed
from plait.stepdown.views.holding import INVOLVED
from plait.stepdown.views.staying import stay_with

WORKS_ON_IT = "Whoever leads the referral, and whoever decides on it"


@door(WORKS_ON_IT, lets_in=practitioners_only, act="referral:step-down", methods=("GET", "POST"))
def step_down_page(request: PlaitRequest, referral_id: UUID) -> HttpResponse:
    """From where, to where, why, and who holds the family from here."""
    referral = open_referral(request.actor, str(referral_id), at=request.at)
    pack, last = current(at=request.at), last_decision(referral.pk)
    given: dict[str, Any] = {
        "pack": pack,
        "teams": team_choices(teams_that_may_hold(children_of(referral.contact_id))),
        "manager": bool(may(request.actor, "decision:override")),
        "at": request.at,
    }
    first = {"stepdown_id": uuid4(), "from_level": last.level if last else None}
    form = (
        StepDownForm(request.POST, **given)
        if request.method == "POST"
        else StepDownForm(initial=first, **given)
    )
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            made = step_down(
                referral_id=str(referral_id), said=_said(form), stepdown_id=str(form.cleaned_data["stepdown_id"]),
                by=request.actor, at=request.at,
            )  # fmt: skip
        except Refused as refusal:
            stay_with(request, form, refusal, act="deed:step_down")
            status = 403
        else:
            messages.success(
                request, f"{made.to_team} has been asked. Whoever leads now keeps hold until they accept."
            )
            return redirect("stepdown", stepdown_id=made.pk)
    bars = [
        (pack.level(above.n).label, pack.level(below.n).label, bar.say, bar.instead)
        for above in pack.levels
        for below in pack.levels
        if above.n > below.n
        and (bar := pack.stepping_down().barred(above.statutory_basis, below.statutory_basis)) is not None
    ]
    context = {
        "referral": referral,
        "form": form,
        "bars": bars,
        "promised": still_promised(referral, pack=pack, at=request.at),
    }
    return render(request, "stepdown/new.html", context, status=status)


def _said(form: StepDownForm) -> Said:
    given = form.cleaned_data
    return Said(
        from_level=given["from_level"],
        to_level=given["to_level"],
        to_team_id=given["to_team"],
        why=given["why"],
        contingency=given["contingency"],
        needs=form.needs(),
        family_told=given["family_told"],
        family_how=given["family_how"],
        services_told=form.services(),
        gateway=given["gateway"],
        explained_on=given["explained_on"],
        bar_because=given.get("bar_because", ""),
    )


@door(INVOLVED, lets_in=practitioners_only, act="stepdown:complete", methods=("GET", "POST"))
def add(request: PlaitRequest, stepdown_id: UUID) -> HttpResponse:
    """What was missing."""
    found = access.open_stepdown(request.actor, str(stepdown_id), at=request.at)
    given: dict[str, Any] = {
        "pack": current(at=request.at), "needs": list(found.needs.order_by("at", "pk")), "at": request.at,
    }  # fmt: skip
    first = {"contingency": found.contingency, "gateway": found.gateway, "explained_on": found.explained_on}
    form = AddForm(request.POST, **given) if request.method == "POST" else AddForm(initial=first, **given)
    status = 200
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            complete_parts(
                stepdown_id=str(stepdown_id), contingency=said["contingency"], owners=form.owners(), need=said["need"],
                need_who=said["need_who"], family_told=said["family_told"], family_how=said["family_how"],
                services_told=form.services(), gateway=said["gateway"], explained_on=said["explained_on"],
                by=request.actor, at=request.at,
            )  # fmt: skip
        except Refused as refusal:
            stay_with(request, form, refusal, act="deed:complete_parts")
            status = 403
        else:
            messages.success(request, "Kept.")
            return redirect("stepdown", stepdown_id=stepdown_id)
    context = {"one": found, "form": form, "title": "Add what is missing"}
    return render(request, "stepdown/form.html", context, status=status)


@door(INVOLVED, lets_in=practitioners_only, act="stepdown:weigh", methods=("GET", "POST"))
def weigh(request: PlaitRequest, stepdown_id: UUID) -> HttpResponse:
    """A manager's recorded decision about what is missing, or that it does not hold."""
    found = access.open_stepdown(request.actor, str(stepdown_id), at=request.at)
    pack = current(at=request.at)
    asked = weighed(found, months=None, pack=pack, at=request.at)
    form = WeighForm(
        request.POST if request.method == "POST" else None, usual=months_usual(pack), left=asked.looks_left
    )
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            decide_risk(
                stepdown_id=str(stepdown_id),
                because=form.cleaned_data["because"],
                months=form.cleaned_data["months"],
                by=request.actor,
                at=request.at,
            )
        except Refused as refusal:
            stay_with(request, form, refusal, act="deed:decide_risk")
            status = 403
        else:
            messages.success(request, "Recorded. When somebody looks again stands on the page.")
            return redirect("stepdown", stepdown_id=stepdown_id)
    context = {
        "one": found, "form": form, "title": "Decide whether it can go on", "missing": asked.lacking, "weighed": asked,
    }  # fmt: skip
    return render(request, "stepdown/form.html", context, status=status)


@door(INVOLVED, lets_in=practitioners_only, act="stepdown:ask-another", methods=("GET", "POST"))
def another(request: PlaitRequest, stepdown_id: UUID) -> HttpResponse:
    """Ask another team to hold the family."""
    found = access.open_stepdown(request.actor, str(stepdown_id), at=request.at)
    teams = [one for one in teams_that_may_hold(children_in(found)) if one.pk != found.to_team_id]
    form = AnotherForm(request.POST if request.method == "POST" else None, teams=team_choices(teams))
    status = 200
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            ask_another_team(
                stepdown_id=str(stepdown_id),
                team_id=said["team"],
                because=said["because"],
                by=request.actor,
                at=request.at,
            )
        except Refused as refusal:
            stay_with(request, form, refusal, act="deed:ask_another_team")
            status = 403
        else:
            messages.success(request, "They have been asked, and have the whole time to answer.")
            return redirect("stepdown", stepdown_id=stepdown_id)
    page = shown(found, pack=current(at=request.at), by=request.actor, at=request.at)
    context = {"one": found, "page": page, "form": form, "title": "Ask another team", "summary": True}
    return render(request, "stepdown/form.html", context, status=status)
