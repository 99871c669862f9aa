"""The hub's side: who still has to be told by a person, and who disagrees."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from plait.agencies.sessions import held_form
from plait.base.access.doors import door
from plait.base.access.request import PlaitRequest
from plait.base.access.verdict import Refused
from plait.base.ui.staying import stay_with
from plait.feedback import access
from plait.feedback.actions.disagree import answer_disagreement
from plait.feedback.actions.settle_feedback import settle_feedback
from plait.feedback.forms import AnswerForm, SettleForm
from plait.feedback.presenters import owed, title_of, to_ring, why_held
from plait.referrals.forms.leaving import stop
from plait.referrals.queries.leaving import findings_in

HUB = "People of the hub’s desk, custodians, and the designated officer, for the concerns they work on"
A_PAGE = 30
SENT = "The answer was sent. They read it beside what they were told."
KEPT = "The answer is on the record. No letter was sent: nobody of theirs reads it in Plait any more."
# Refusals that belong beside the form, with everything typed still in it.
BESIDE_THE_FORM = {
    "needs-reason", "rang-in-future", "call-without-words", "own-disagreement", "already-settled",
}  # fmt: skip


@door(HUB, lets_in=access.may_settle, act="feedback:to-settle-list")
def to_settle(request: PlaitRequest) -> HttpResponse:
    """Feedback that could not be sent at once, the oldest first, with the reason; and disagreements without an answer."""
    waiting = access.feedback_to_settle(request.actor, at=request.at)
    shown = Paginator(waiting, A_PAGE).get_page(request.GET.get("page"))
    unanswered = list(access.unanswered_disagreements(request.actor, at=request.at)[:A_PAGE])
    given = {
        "page": shown,
        "tasks": owed(list(shown.object_list), at=request.at),
        "disagree": owed(unanswered, at=request.at),
    }
    return render(request, "feedback/to_settle.html", given)


@door(HUB, lets_in=access.may_settle, act="feedback:settle", methods=("GET", "POST"))
def settle(request: PlaitRequest, task_id: str) -> HttpResponse:
    """Whom to ring and how, the words to say, and what came of it."""
    form = SettleForm(request.POST if request.method == "POST" else None, at=request.at)
    if request.method == "GET" and (kept := held_form(request)):
        form = SettleForm.from_draft(kept, at=request.at)
    task = access.open_task_to_settle(request.actor, str(task_id), at=request.at)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            settle_feedback(
                task_id=str(task_id),
                how=given["how"],
                because=given["because"],
                spoke_with=given["spoke_with"],
                rang_at=form.rang_at(),
                by=request.actor,
                at=request.at,
            )
        except Refused as refusal:
            if refusal.verdict.reason not in BESIDE_THE_FORM:
                raise
            stay_with(request, form, refusal, act="deed:settle_feedback")
        else:
            messages.success(request, "Saved. This no longer waits.")
            return HttpResponseRedirect(reverse("feedback-to-settle"))
    context = {
        "task": task,
        "title": title_of(task),
        "ring": to_ring(task),
        "held": why_held(task),
        "form": form,
    }
    return render(request, "feedback/settle.html", context)


@door(HUB, lets_in=access.may_settle, act="disagreement:list")
def disagreements(request: PlaitRequest) -> HttpResponse:
    """What recipients disagree with; those without an answer first."""
    found = access.visible_disagreements(request.actor, at=request.at)
    shown = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    rows = owed(list(shown.object_list), at=request.at)
    return render(request, "feedback/disagreements.html", {"page": shown, "rows": rows})


@door(HUB, lets_in=access.may_settle, act="disagreement:answer", methods=("GET", "POST"))
def disagreement(request: PlaitRequest, disagreement_id: str) -> HttpResponse:
    """One disagreement beside what they were told, and the hub's answer."""
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "GET" and (kept := held_form(request)):
        form = AnswerForm.from_draft(kept)
    told = access.open_disagreement(request.actor, str(disagreement_id), at=request.at)
    if request.method == "POST" and form.is_valid() and not _stopped(told.task.contact, form):
        try:
            answer_disagreement(
                disagreement_id=str(disagreement_id),
                answer=form.cleaned_data["answer"],
                other_because=form.cleaned_data["other_because"],
                by=request.actor,
                at=request.at,
            )
        except Refused as refusal:
            # Somebody answered meanwhile: both texts stand on the page, and nothing typed is lost.
            if refusal.verdict.reason not in BESIDE_THE_FORM | {"already-answered"}:
                raise
            stay_with(request, form, refusal, act="deed:answer_disagreement")
        else:
            sent = access.who_reads_answer(told, at=request.at)
            messages.success(request, SENT if sent else KEPT)
            return HttpResponseRedirect(reverse("disagreements"))
    reader = access.who_reads_answer(told, at=request.at)
    context = {"told": told, "form": form, "task": told.task, "nobody_reads": not reader}
    return render(request, "feedback/disagreement.html", context)


def _stopped(contact: Any, form: AnswerForm) -> bool:
    """Does a word stand there that must not leave? Then the page says which."""
    answer, why = form.cleaned_data["answer"], form.cleaned_data["other_because"]
    return stop(form, [("answer", findings_in(contact, answer, other_because=why))])
