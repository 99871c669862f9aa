"""Take it further, and ask why: from a decision, a question to a partner, or what one was told."""

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
from plait.escalation.actions.challenge import challenge as challenge_deed
from plait.escalation.actions.escalate import escalate
from plait.escalation.forms import AskForm, RaiseForm
from plait.escalation.queries import findings
from plait.escalation.rules import opening_question
from plait.referrals.forms.leaving import stop

THEIRS = "Whoever was told, was asked, or works on it: for what they may read themselves"
BESIDE_THE_FORM = {"needs-reason", "call-without-words", "no-ladder"}
WORDS = ("because", "wanted", "evidence", "talked")


@door(THEIRS, lets_in=access.may_take_part, act="escalation:raise", methods=("GET", "POST"))
def raise_one(request: PlaitRequest, kind: str, record_id: UUID) -> HttpResponse:
    """What is disputed, as the reader was told it, and what they want instead; what they have open already is shown them."""
    form = RaiseForm(request.POST if request.method == "POST" else None)
    told = access.open_disputed(request.actor, kind, str(record_id), at=request.at)
    if request.method != "POST" and told.already is not None:
        return HttpResponseRedirect(reverse("escalation", args=[told.already.pk]))
    if request.method == "POST" and form.is_valid() and not _stopped(request, told, form, WORDS):
        try:
            made = escalate(
                subject=told.subject,
                challenge_id=told.challenge_id,
                **form.cleaned_data,
                by=request.actor,
                at=request.at,
            )
        except Refused as refusal:
            if refusal.verdict.reason not in BESIDE_THE_FORM:
                raise
            stay_with(request, form, refusal, act="deed:escalate")
        else:
            messages.success(
                request, "It is with them. Somebody answers for it on each side, and the answer has a time."
            )
            return HttpResponseRedirect(reverse("escalation", args=[made.pk]))
    return render(
        request,
        "escalation/raise.html",
        {"form": form, "told": told.found, "kind": kind, "record_id": record_id},
    )


@door(THEIRS, lets_in=access.may_take_part, act="challenge:ask", methods=("GET", "POST"))
def ask(request: PlaitRequest, kind: str, record_id: UUID) -> HttpResponse:
    """A question about it, that must get an answer with reasons by a time."""
    told = access.open_disputed(request.actor, kind, str(record_id), at=request.at)
    begun = opening_question(subject=told.subject, words=told.found.words, expected=told.found.expected)
    form = AskForm(request.POST if request.method == "POST" else None, initial={"question": begun})
    if request.method == "POST" and form.is_valid() and not _stopped(request, told, form, ("question",)):
        try:
            made = challenge_deed(subject=told.subject, **form.cleaned_data, by=request.actor, at=request.at)
        except Refused as refusal:
            if refusal.verdict.reason not in BESIDE_THE_FORM:
                raise
            stay_with(request, form, refusal, act="deed:challenge")
        else:
            messages.success(
                request, "Asked. They must answer with reasons, and you are told when they have."
            )
            return HttpResponseRedirect(reverse("challenge", args=[made.pk]))
    return render(
        request,
        "escalation/ask.html",
        {"form": form, "told": told.found, "kind": kind, "record_id": record_id},
    )


def _stopped(
    request: PlaitRequest, told: access.ToDispute, form: RaiseForm | AskForm, names: tuple[str, ...]
) -> bool:
    """Does a word stand there that must not leave? Then the page says which."""
    given = form.cleaned_data
    readers = [str(told.found.their_agency), request.actor.agency]
    found = [
        (
            name,
            findings(
                str(told.found.contact), given[name], readers=readers, by=request.actor,
                other_because=given["other_because"],
            ),
        )
        for name in names
    ]  # fmt: skip
    return stop(form, found)
