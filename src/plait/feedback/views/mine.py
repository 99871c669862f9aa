"""My feedback: what came of what I told or answered, and *I disagree*."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from plait.agencies.sessions import held_form
from plait.base.access.deeds import record_refusal
from plait.base.access.doors import door
from plait.base.access.request import PlaitRequest
from plait.base.access.verdict import Refused
from plait.feedback import access
from plait.feedback.actions.disagree import disagree as disagree_deed
from plait.feedback.actions.read_feedback import dispose_of_request, read_feedback
from plait.feedback.actions.show_receipt import show_receipt
from plait.feedback.forms import DisagreeForm, ReceiptForm
from plait.feedback.presenters import rows, said_by_reader, text_of, title_of

THEIRS = (
    "Whoever was told: the one who raised the concern, or the safeguarding team of the agency that answered"
)
A_PAGE = 30


@door(THEIRS, lets_in=access.may_hear, act="feedback:list")
def mine(request: PlaitRequest) -> HttpResponse:
    """Everything sent to the reader or their safeguarding team, what is new first."""
    shown = Paginator(access.my_feedback(request.actor, at=request.at), A_PAGE).get_page(
        request.GET.get("page")
    )
    return _mine(request, ReceiptForm() if request.actor.kind == "mailbox" else None, shown)


def _mine(request: PlaitRequest, form: ReceiptForm | None, shown: Page[Any]) -> HttpResponse:
    context = {"page": shown, "rows": rows(list(shown.object_list)), "form": form}
    return render(request, "feedback/mine.html", context)


@door(
    "Whoever came by a one-time link to an agency’s mailbox and has the receipt",
    lets_in=access.by_mailbox,
    act="feedback:receipt",
    methods=("GET", "POST"),
)
def receipt(request: PlaitRequest) -> HttpResponse:
    """The reference on the receipt of a concern sent by an earlier link; a wrong one is recorded, and said beside the form."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("feedback"))
    form = ReceiptForm(request.POST)
    if form.is_valid():
        try:
            show_receipt(reference=form.cleaned_data["reference"], by=request.actor, at=request.at)
        except Refused as refusal:
            if refusal.verdict.reason != "no-such-receipt":
                raise
            # Said beside the form, and kept all the same: whoever guesses at references leaves a trace.
            record_refusal(
                verdict=refusal.verdict,
                act="feedback:receipt",
                about=refusal.about,
                by=request.actor,
                at=request.at,
            )
            form.add_error("reference", f"{refusal.verdict.say} {refusal.verdict.next_step}.")
    if not form.is_valid():
        return _mine(
            request, form, Paginator(access.my_feedback(request.actor, at=request.at), A_PAGE).get_page(1)
        )
    messages.success(
        request, "That is your receipt. When the hub has told you what came of it, it stands below."
    )
    return HttpResponseRedirect(reverse("feedback"))


@door(THEIRS, lets_in=access.may_hear, act="feedback:read")
def one(request: PlaitRequest, task_id: str) -> HttpResponse:
    """What came of it, the words, and the way to disagree. Reading it marks it as read."""
    return _page(request, str(task_id), DisagreeForm())


def _page(request: PlaitRequest, task_id: str, form: DisagreeForm) -> HttpResponse:
    task = read_feedback(task_id=task_id, by=request.actor, at=request.at)
    return render(
        request,
        "feedback/one.html",
        {
            "task": task,
            "title": title_of(task),
            "form": form,
            "by_form": access.disagrees_here(request.actor, task.ref, at=request.at),
            "text": text_of(task),
            "said": said_by_reader(task, by=request.actor),
            "disagree_url": reverse("feedback-disagree", args=[task.pk]),
        },
    )


@door(THEIRS, lets_in=access.may_hear, act="feedback:disagree", methods=("GET", "POST"))
def disagree(request: PlaitRequest, task_id: str) -> HttpResponse:
    """*I disagree*, sent to the hub by whoever has no account, or where no ladder may speak of it; with a fault, the same page
    with what was written. Everybody else has the page *We see it differently*, to which the one of feedback leads."""
    here = access.disagrees_here(request.actor, f"feedback:{task_id}", at=request.at)
    if not here or (request.method != "POST" and held_form(request) is None):
        return HttpResponseRedirect(reverse("feedback-read", args=[task_id]))
    form = DisagreeForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _page(request, str(task_id), form)
    disagree_deed(task_id=str(task_id), **form.cleaned_data, by=request.actor, at=request.at)
    messages.success(request, "The hub has what you said, and must answer it with reasons.")
    return HttpResponseRedirect(reverse("feedback-read", args=[task_id]))


@door(THEIRS, lets_in=access.may_hear, act="feedback:dispose", methods=("POST",))
def dispose(request: PlaitRequest, task_id: str) -> HttpResponse:
    """*We have disposed of the request.*"""
    dispose_of_request(task_id=str(task_id), by=request.actor, at=request.at)
    messages.success(request, "Thank you. That you disposed of the request is recorded.")
    return HttpResponseRedirect(reverse("feedback-read", args=[task_id]))
