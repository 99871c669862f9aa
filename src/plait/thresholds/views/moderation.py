"""Moderation: the list of sessions, beginning one, and one session from its preparation to its outcome."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from plait.agencies import queries as agencies
from plait.base import packs
from plait.base.access.doors import door
from plait.base.access.request import PlaitRequest
from plait.base.access.verdict import Refused
from plait.base.ui.staying import in_words, note_refused, stay_with
from plait.thresholds import access
from plait.thresholds.actions import run_moderation as run
from plait.thresholds.forms.moderating import BeginForm, VignetteForm
from plait.thresholds.presenters import moderation as say
from plait.thresholds.queries import moderation as read
from plait.thresholds.rules.moderating import until

IN_IT = "Whoever runs moderation sessions; people who speak for an agency that sits in the session, once it is open"
RUNS = "Whoever runs moderation sessions"
SHOWN = "Every agency in the session sees every score now."
DEEDS: dict[str, tuple[Callable[..., Any], str]] = {
    "open": (run.open_moderation, "The agencies can score now."),
    "show": (run.show_scores, SHOWN),
    "show-all-the-same": (partial(run.show_scores, all_the_same=True), SHOWN),
    "close": (run.close_moderation, "Closed. Its outcome can be printed."),
}


@door(
    "Whoever runs moderation sessions, and whoever speaks for an agency on the level of need",
    lets_in=access.may_take_part,
    act="moderation:list",
)
def sessions(request: PlaitRequest) -> HttpResponse:
    """Those that they are in, the newest first."""
    found = access.visible_sessions(request.actor).order_by("-at", "pk")
    context = {"rows": [say.row(one) for one in found[:100]], "runs": bool(access.may_run(request.actor))}
    return render(request, "thresholds/moderation.html", context)


@door(RUNS, lets_in=access.may_run, act="moderation:begin", methods=("GET", "POST"))
def new_session(request: PlaitRequest) -> HttpResponse:
    """What it is about, and who takes part."""
    here = [(str(one.pk), one.name) for one in agencies.agencies() if one.ended_at is None]
    form = BeginForm(request.POST if request.method == "POST" else None, agencies=here)
    if request.method == "POST" and form.is_valid():
        try:
            made = run.begin_moderation(
                title=form.cleaned_data["title"],
                agency_ids=form.cleaned_data["agencies"],
                by=request.actor,
                at=request.at,
            )
        except Refused as refusal:
            stay_with(request, form, refusal, act="deed:begin_moderation")
        else:
            return HttpResponseRedirect(reverse("moderation-session", args=[made.pk]))
    return render(request, "thresholds/new_session.html", {"form": form})


@door(IN_IT, lets_in=access.may_take_part, act="moderation:session", methods=("GET", "POST"))
def session(request: PlaitRequest, session_id: UUID) -> HttpResponse:
    """What is to be done now; once the scores are shown, the outcome, as it is talked about and printed."""
    by, at, refused, again = request.actor, request.at, "", False
    one = access.open_session(by, str(session_id), at=at, act="moderation:session")
    if request.method == "POST":
        access.may_run(by).insist(about=one.ref)
        deed, done = DEEDS.get(request.POST.get("do", ""), (None, ""))
        try:
            if deed:
                deed(session_id=str(session_id), by=by, at=at)
        except Refused as refusal:
            note_refused(request, refusal, act="deed:show_scores")
            refused, again = in_words(refusal), refusal.verdict.reason == "seats-empty"
        else:
            if done:
                messages.success(request, done)
            return HttpResponseRedirect(request.path)
    open_to_all = one.status in ("talking", "closed")
    context = {
        "one": one,
        "tag": say.STATES[one.status],
        "refused": refused,
        "again": again,
        "until": until(one.status, since=one.shown_at if one.status == "talking" else one.opened_at),
        "runs": bool(access.may_run(by)),
        "sits": access.sits_in(by, one),
        "progress": read.progress(one),
        "vignettes": read.session_vignettes(one),
        "mine": read.own_scores(one, by.agency),
        "scheme": packs.release(one.pack).level_scheme,
    }
    if open_to_all:
        context |= say.outcome_words(read.outcome(one))
    return render(request, "thresholds/session.html", context)


@door(RUNS, lets_in=access.may_run, act="moderation:vignette", methods=("GET", "POST"))
def new_vignette(request: PlaitRequest, session_id: UUID) -> HttpResponse:
    """Compose one, and say that it is nobody's."""
    one = access.open_session(request.actor, str(session_id), at=request.at, act="moderation:session")
    form = VignetteForm(request.POST if request.method == "POST" else None, pack=packs.current(at=request.at))
    if request.method == "POST" and form.is_valid():
        try:
            run.add_vignette(session_id=str(session_id), **form.cleaned_data, by=request.actor, at=request.at)
        except Refused as refusal:
            stay_with(request, form, refusal, act="deed:add_vignette")
        else:
            messages.success(request, "Added.")
            return HttpResponseRedirect(reverse("moderation-session", args=[one.pk]))
    return render(request, "thresholds/new_vignette.html", {"form": form, "one": one})
