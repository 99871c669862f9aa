"""One vignette: an agency scores it blind, somebody recognises a child in it, or what was agreed of it is written down."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from plait.base import packs
from plait.base.access.doors import door
from plait.base.access.request import PlaitRequest
from plait.base.access.verdict import Refused, hidden
from plait.base.ui.staying import stay_with
from plait.thresholds import access
from plait.thresholds.actions.run_moderation import settle_vignette
from plait.thresholds.actions.score_vignette import score_vignette, take_out_recognised
from plait.thresholds.forms.moderating import ScoreForm, SettleForm
from plait.thresholds.queries import moderation as read
from plait.thresholds.views.moderation import IN_IT, RUNS


@door(
    "People who speak for an agency that sits in the session, once it is open",
    lets_in=access.may_take_part,
    act="moderation:score",
    methods=("GET", "POST"),
)
def score(request: PlaitRequest, vignette_id: UUID) -> HttpResponse:
    """Our agency's score, until the scores are shown; nobody else's is on this page."""
    by, at = request.actor, request.at
    one = access.open_vignette(by, str(vignette_id), at=at, act="moderation:session")
    if not access.sits_in(by, one.session):
        raise Refused(hidden("not-in-it"), about=one.session.ref)
    mine = read.own_score(one, by.agency)
    kept = {"level": mine.level, "indicators": mine.indicators, "because": mine.because} if mine else None
    form = ScoreForm(
        request.POST if request.method == "POST" else None,
        initial=kept,
        pack=packs.release(one.session.pack),
        age=one.age,
    )
    if request.method == "POST" and form.is_valid():
        try:
            score_vignette(vignette_id=str(vignette_id), **form.cleaned_data, by=by, at=at)
        except Refused as refusal:
            stay_with(request, form, refusal, act="deed:score_vignette")
        else:
            messages.success(request, f"Kept for {by.agency_name}. No other agency sees it yet.")
            return HttpResponseRedirect(reverse("moderation-session", args=[one.session_id]))
    context = {"one": one, "form": form, "mine": mine, "agency": by.agency_name}
    return render(request, "thresholds/score.html", context)


@door(IN_IT, lets_in=access.may_take_part, act="moderation:recognised", methods=("POST",))
def recognised(request: PlaitRequest, vignette_id: UUID) -> HttpResponse:
    """Somebody thinks of a real child: it is taken out at once."""
    out = take_out_recognised(vignette_id=str(vignette_id), by=request.actor, at=request.at)
    messages.success(request, "Taken out, with every score of it. Thank you for saying so.")
    return HttpResponseRedirect(reverse("moderation-session", args=[out.session_id]))


@door(RUNS, lets_in=access.may_run, act="moderation:settle", methods=("GET", "POST"))
def settle(request: PlaitRequest, vignette_id: UUID) -> HttpResponse:
    """What the agencies agreed when they talked about it."""
    by, at = request.actor, request.at
    one = access.open_vignette(by, str(vignette_id), at=at, act="moderation:session")
    if one.session.status not in ("talking", "closed"):
        return HttpResponseRedirect(reverse("moderation-session", args=[one.session_id]))
    shown = read.outcome(one.session)
    here = next(row for row in shown.vignettes if row.vignette.pk == one.pk)
    agreed = here.settlement
    form = SettleForm(
        request.POST if request.method == "POST" else None,
        initial=(
            {"level": agreed.level, "because": agreed.because, "to_change": agreed.to_change}
            if agreed
            else None
        ),
        pack=packs.release(one.session.pack),
    )
    if request.method == "POST" and form.is_valid():
        try:
            settle_vignette(vignette_id=str(vignette_id), **form.cleaned_data, by=by, at=at)
        except Refused as refusal:
            stay_with(request, form, refusal, act="deed:settle_vignette")
        else:
            messages.success(request, "Kept.")
            return HttpResponseRedirect(reverse("moderation-session", args=[one.session_id]))
    return render(request, "thresholds/settle.html", {"one": one, "here": here, "form": form})
