"""One challenge: the question, its answer, and the step from it to the ladder."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from plait.base.access.doors import door
from plait.base.access.request import PlaitRequest
from plait.base.access.verdict import Refused
from plait.base.ui.staying import stay_with
from plait.escalation import access
from plait.escalation.actions.answer_challenge import answer_challenge, read_challenge
from plait.escalation.actions.challenge import take_back_challenge
from plait.escalation.actions.recognise_challenge import recognise_challenge
from plait.escalation.forms import AnswerForm, RecogniseForm
from plait.escalation.presenters import challenge_page
from plait.escalation.queries import findings
from plait.referrals.forms.leaving import stop

PARTS = "Who asks, who is asked, and the teams of both"
BESIDE_THE_FORM = {"needs-reason", "already-answered"}


@door(PARTS, lets_in=access.may_take_part, act="challenge:page")
def one(request: PlaitRequest, challenge_id: UUID) -> HttpResponse:
    """The question, who owes the answer and by when, and the answer."""
    found = read_challenge(challenge_id=str(challenge_id), by=request.actor, at=request.at)
    return render(
        request, "escalation/challenge.html", {"page": challenge_page(found, by=request.actor, at=request.at)}
    )


@door("Who is asked, and their team: never whoever asks", lets_in=access.may_take_part, act="challenge:answer",
      methods=("GET", "POST"))  # fmt: skip
def answer(request: PlaitRequest, challenge_id: UUID) -> HttpResponse:
    """An answer with reasons, given once."""
    form = AnswerForm(request.POST if request.method == "POST" else None)
    found = access.open_challenge_for("answer", request.actor, str(challenge_id), at=request.at)
    if request.method == "POST" and form.is_valid() and not _stopped(request, found, form, "answer"):
        try:
            answer_challenge(
                challenge_id=str(challenge_id), **form.cleaned_data, by=request.actor, at=request.at
            )
        except Refused as refusal:
            if refusal.verdict.reason not in BESIDE_THE_FORM:
                raise
            stay_with(request, form, refusal, act="deed:answer_challenge")
        else:
            messages.success(request, "The answer was sent.")
            return HttpResponseRedirect(reverse("challenge", args=[challenge_id]))
    page = challenge_page(found, by=request.actor, at=request.at)
    return render(
        request,
        "escalation/challenge_step.html",
        {"page": page, "form": form, "title": "Answer the question"},
    )


@door(
    "The other side: never whoever asked",
    lets_in=access.may_take_part,
    act="challenge:recognise",
    methods=("GET", "POST"),
)
def right_to_ask(request: PlaitRequest, challenge_id: UUID) -> HttpResponse:
    """It was right to ask."""
    form = RecogniseForm(request.POST if request.method == "POST" else None)
    found = access.open_challenge_for("recognise", request.actor, str(challenge_id), at=request.at)
    if request.method == "POST" and form.is_valid() and not _stopped(request, found, form, "words"):
        recognise_challenge(about=found.ref, **form.cleaned_data, by=request.actor, at=request.at)
        messages.success(request, "They are told. It is counted as good practice.")
        return HttpResponseRedirect(reverse("challenge", args=[challenge_id]))
    page = challenge_page(found, by=request.actor, at=request.at)
    return render(
        request,
        "escalation/challenge_step.html",
        {"page": page, "form": form, "title": "It was right to ask"},
    )


@door(
    "Whoever asked, while nobody has answered",
    lets_in=access.may_take_part,
    act="challenge:take-back",
    methods=("POST",),
)
def take_back(request: PlaitRequest, challenge_id: UUID) -> HttpResponse:
    """The question is taken back."""
    take_back_challenge(challenge_id=str(challenge_id), by=request.actor, at=request.at)
    messages.success(request, "The question is taken back.")
    return HttpResponseRedirect(reverse("challenge", args=[challenge_id]))


def _stopped(request: PlaitRequest, found: Any, form: Any, name: str) -> bool:
    given = form.cleaned_data
    readers = [str(found.our_agency_id), str(found.their_agency_id)]
    contact, because = str(found.contact_id), given["other_because"]
    return stop(
        form,
        [(name, findings(contact, given[name], readers=readers, by=request.actor, other_because=because))],
    )
