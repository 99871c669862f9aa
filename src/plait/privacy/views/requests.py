"""Requests about somebody's own data, step by step, and the paper that is handed over."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from plait.base.access.doors import door
from plait.base.access.request import PlaitRequest
from plait.base.access.verdict import Refused, hidden
from plait.base.ui.staying import in_words, note_refused, stay_with
from plait.privacy import access
from plait.privacy.actions import answer_request as deeds
from plait.privacy.actions.extend_request import extend_request
from plait.privacy.actions.settle_line import settle_line
from plait.privacy.forms import (
    AnswerRequestForm,
    BecauseForm,
    CheckRequestForm,
    ExtendForm,
    LineForm,
    RequestForm,
    SettleLineForm,
)
from plait.privacy.presenters import requests as shown
from plait.privacy.queries.naming import person_behind
from plait.privacy.queries.requests import lines_of_request, still_given
from plait.privacy.queries.telling import may_be_given

OFFICERS = "Privacy officers, and Caldicott guardians, for requests to their agency or in the area"
OWNERS = "Privacy officers, for lines that their own agency wrote"


@door(OFFICERS, lets_in=access.may_use_desk, act="request:list", purpose="privacy")
def requests(request: PlaitRequest) -> HttpResponse:
    """Those that wait, the oldest first; those with lines of the reader's own agency; those that ended."""
    by, at = request.actor, request.at
    found = access.visible_requests(by)
    ended = found.filter(state__in=["released", "answered"]).order_by("-ended_at", "pk")[:20]
    context = {
        "rows": shown.rows(found.exclude(state__in=["released", "answered"]), at=at),
        "owned": shown.rows(access.requests_with_own_lines(by).exclude(agency_id=by.agency), at=at),
        "ended": shown.rows(ended, at=at),
    }
    return render(request, "privacy/requests.html", context)


@door(OFFICERS, lets_in=access.may_use_desk, act="request:record", methods=("GET", "POST"), purpose="privacy")
def new_request(request: PlaitRequest) -> HttpResponse:
    """Write down what somebody asks for."""
    form = RequestForm(request.POST if request.method == "POST" else None, at=request.at)
    if request.method == "POST" and form.is_valid():
        given = {name: value for name, value in form.cleaned_data.items() if name != "received_on"}
        made = deeds.record_request(
            **given, person_id="", received_at=form.received_at(request.at), by=request.actor, at=request.at
        )
        return HttpResponseRedirect(reverse("rights-request", args=[made.pk]))
    return render(request, "privacy/new_request.html", {"form": form})


@door(OFFICERS, lets_in=access.may_use_desk, act="request:step", methods=("GET", "POST"), purpose="privacy")
def one_request(request: PlaitRequest, request_id: str) -> HttpResponse:
    """Where it stands, and the next step."""
    by, at, do = request.actor, request.at, request.POST.get("do", "") if request.method == "POST" else ""
    check = CheckRequestForm(request.POST if do == "check" else None, prefix="c")
    pause = BecauseForm(request.POST if do == "pause" else None, prefix="p")
    answer = AnswerRequestForm(request.POST if do == "answer" else None, prefix="a")
    longer = ExtendForm(request.POST if do == "extend" else None, prefix="e")
    one = access.opened(access.readable_requests(by), str(request_id), kind="request", by=by, at=at)
    mine = access.visible_requests(by).filter(pk=one.pk).exists()
    if do:
        try:
            if _did(do, str(one.pk), check, pause, answer, longer, request):
                return HttpResponseRedirect(request.path)
        except Refused as refusal:
            if refusal.verdict.hides:
                raise
            note_refused(request, refusal, act="deed:answer_request")
            messages.error(request, in_words(refusal))
            return HttpResponseRedirect(request.path)
    (row,) = shown.rows([one], at=at)
    context = {
        "acts": access.may_act_for(str(one.agency_id), by=by, at=at), "row": row, "one": one, "mine": mine,
        "check": check, "pause": pause, "answer": answer,
        "longer": longer,
        "lines": shown.lines_for(one, by=by, all_lines=mine, at=at), "apart": shown.apart_for(one, by=by),
        "approves": access.may_approve(by), "warned": shown.warned_of(one) if mine else "",
    }  # fmt: skip
    return render(request, "privacy/request.html", context)


def _did(
    do: str, request_id: str, check: CheckRequestForm, pause: BecauseForm, answer: AnswerRequestForm,
    longer: ExtendForm, request: PlaitRequest
) -> bool:  # fmt: skip
    by, at = request.actor, request.at
    if do == "check" and check.is_valid():
        person_id = person_behind(check.cleaned_data["reference"])
        if not access.may_ask_about(by, person_id):
            check.add_error(
                "reference", "There is no record with that reference, or it speaks of several people."
            )
            return False
        deeds.check_request(
            request_id=request_id, person_id=person_id, how=check.cleaned_data["how"],
            scope=check.cleaned_data["scope"], by=by, at=at,
        )  # fmt: skip
    elif do == "pause" and pause.is_valid():
        deeds.pause_request(request_id=request_id, because=pause.cleaned_data["because"], by=by, at=at)
    elif do == "answer" and answer.is_valid():
        deeds.answer_request(request_id=request_id, **answer.cleaned_data, by=by, at=at)
    elif do == "extend" and longer.is_valid():
        extend_request(request_id=request_id, **longer.cleaned_data, by=by, at=at)
    elif do in ("resume", "gather", "approve", "release"):
        getattr(deeds, f"{do}_request")(request_id=request_id, by=by, at=at)
    else:
        return False
    messages.success(request, "Saved.")
    return True


@door(
    OWNERS,
    lets_in=access.may_review_lookups,
    act="request:decide-line",
    methods=("GET", "POST"),
    purpose="privacy",
)
def line(request: PlaitRequest, request_id: str, line_id: str) -> HttpResponse:
    """One line as its agency wrote it, and what of it may be released."""
    by, at = request.actor, request.at
    one = access.opened(access.readable_requests(by), str(request_id), kind="request", by=by, at=at)
    copy, data = one.kind == "access", request.POST if request.method == "POST" else None
    form = LineForm(data) if copy else SettleLineForm(data)
    found = [
        row for row in shown.lines_for(one, by=by, all_lines=True, at=at) if str(row.row.pk) == str(line_id)
    ]
    if not found or not found[0].theirs:
        raise Refused(hidden("not-the-owner"), about=f"request:{request_id}")
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            if copy:
                words = given["words"].splitlines()
                deeds.decide_line(line_id=str(line_id), **{**given, "words": words}, by=by, at=at)
            else:
                settle_line(line_id=str(line_id), **given, by=by, at=at)
        except Refused as refusal:
            if refusal.verdict.hides:
                raise
            stay_with(request, form, refusal, act="deed:decide_line")
        else:
            return HttpResponseRedirect(reverse("rights-request", args=[one.pk]))
    return render(request, "privacy/line.html", {"form": form, "line": found[0], "one": one})


@door(OFFICERS, lets_in=access.may_use_desk, act="request:paper", purpose="privacy")
def paper(request: PlaitRequest, request_id: str) -> HttpResponse:
    """What is handed over, to read and to print: nothing of what was taken out is on it."""
    rows = access.visible_requests(request.actor).filter(state__in=["approved", "released"])
    one = access.opened(
        rows, str(request_id), kind="request", by=request.actor, at=request.at, act="request:print"
    )
    if one.state == "approved":
        may_be_given(one.requester, one.person_id).insist(about=one.ref)
        still_given(lines_of_request(one)).insist(about=one.ref)
    return render(request, "privacy/paper.html", {"one": one, "lines": shown.released_lines(one)})
