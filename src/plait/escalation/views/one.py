"""One escalation with both sides, and every step in it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from plait.base.access.doors import door
from plait.base.access.request import PlaitRequest
from plait.base.access.verdict import Refused
from plait.base.ui.forms import PlaitForm
from plait.base.ui.staying import stay_with
from plait.escalation import access
from plait.escalation.actions.answer_stage import answer_stage
from plait.escalation.actions.climb import climb as climb_deed
from plait.escalation.actions.end_unsettled import overtake, withdraw
from plait.escalation.actions.make_more_urgent import make_more_urgent
from plait.escalation.actions.read_outcome import read_outcome
from plait.escalation.actions.recognise_challenge import recognise_challenge
from plait.escalation.actions.record_call import record_call
from plait.escalation.actions.resolve import resolve
from plait.escalation.actions.say_child_outcome import say_child_outcome
from plait.escalation.forms import (
    AnswerForm,
    CallForm,
    ChildForm,
    ClimbForm,
    EndForm,
    MoreUrgentForm,
    RecogniseForm,
)
from plait.escalation.presenters import Page, page_of
from plait.escalation.queries import findings, learning_of
from plait.referrals.forms.leaving import stop

PARTS = "Both sides: who disagrees, who is asked, and who owns or owned a stage"
OURS = "The side that disagrees"
THEIRS = "The side that is asked; above the first talk nobody who decided it"
# Refusals that belong beside the form, with everything typed still in it.
BESIDE_THE_FORM = {
    "needs-reason", "rang-in-future", "rang-before-it",
    "call-without-words", "not-more-urgent", "already-answered", "already-said", "not-theirs-to-settle",
    "not-theirs-to-withdraw",
}  # fmt: skip


@door(PARTS, lets_in=access.may_take_part, act="escalation:page")
def one(request: PlaitRequest, escalation_id: UUID) -> HttpResponse:
    """What is disputed, where it stands, who owns it on both sides, every stage it has reached, and what came of it."""
    found = read_outcome(escalation_id=str(escalation_id), by=request.actor, at=request.at)
    return render(request, "escalation/one.html", {"page": page_of(found, by=request.actor, at=request.at)})


def _step(
    request: PlaitRequest,
    escalation_id: UUID,
    step: str,
    title: str,
    make: Callable[[Any, Page], PlaitForm],
    deed: Callable[[Any], Any],
    *,
    words: tuple[str, ...],
    done: str,
) -> HttpResponse:
    """A step is a page with one form; what must not leave, or cannot be done, is said beside it and nothing typed is lost."""
    found = access.open_for(step, request.actor, str(escalation_id), at=request.at)
    page = page_of(found, by=request.actor, at=request.at)
    form = make(request.POST if request.method == "POST" else None, page)
    if request.method == "POST" and form.is_valid() and not _stopped(request, page, form, words):
        try:
            deed(form)
        except Refused as refusal:
            if refusal.verdict.reason not in BESIDE_THE_FORM:
                raise
            stay_with(request, form, refusal, act="deed:escalation_step")
        else:
            messages.success(request, done)
            return HttpResponseRedirect(reverse("escalation", args=[found.pk]))
    return render(request, "escalation/step.html", {"page": page, "form": form, "title": title, "step": step})


def _stopped(request: PlaitRequest, page: Page, form: PlaitForm, words: tuple[str, ...]) -> bool:
    given = form.cleaned_data
    readers = [str(page.one.our_agency_id), str(page.one.their_agency_id)]
    contact = str(page.one.contact_id)
    return stop(
        form,
        [
            (
                name,
                findings(
                    contact,
                    given[name],
                    readers=readers,
                    by=request.actor,
                    other_because=given["other_because"],
                ),
            )
            for name in words
        ],
    )


@door(THEIRS, lets_in=access.may_take_part, act="escalation:answer", methods=("GET", "POST"))
def answer(request: PlaitRequest, escalation_id: UUID) -> HttpResponse:
    """The other side’s answer at this stage."""
    return _step(
        request, escalation_id, "answer", "Answer",
        lambda data, _page: AnswerForm(data),
        lambda form: answer_stage(
            escalation_id=str(escalation_id), **form.cleaned_data, by=request.actor, at=request.at
        ),
        words=("answer",),
        done="The answer was sent. They say whether it is settled, or climb.",
    )  # fmt: skip


@door(OURS + ", or whoever owns the stage on the other", lets_in=access.may_take_part, act="escalation:climb",
      methods=("GET", "POST"))  # fmt: skip
def climb(request: PlaitRequest, escalation_id: UUID) -> HttpResponse:
    """The next stage begins, with new owners and its own time."""
    return _step(
        request, escalation_id, "climb", "Climb to the next stage",
        lambda data, page: ClimbForm(data, now=page.one.urgency, initial={"stage_id": page.stages[0].row.pk}),
        lambda form: climb_deed(
            escalation_id=str(escalation_id), **form.cleaned_data, by=request.actor, at=request.at
        ),
        words=("because", "emergency_told"),
        done="It has climbed. Both sides have new owners, and they are told.",
    )  # fmt: skip


@door(PARTS, lets_in=access.may_take_part, act="escalation:call", methods=("GET", "POST"))
def call(request: PlaitRequest, escalation_id: UUID) -> HttpResponse:
    """*I rang.*"""
    return _step(
        request, escalation_id, "call", "Write down a call",
        lambda data, _page: CallForm(data, at=request.at),
        lambda form: record_call(
            escalation_id=str(escalation_id), spoke_with=form.cleaned_data["spoke_with"],
            said=form.cleaned_data["said"], rang_at=form.rang_at() or request.at,
            other_because=form.cleaned_data["other_because"], by=request.actor, at=request.at,
        ),
        words=("spoke_with", "said"),
        done="The call is written down. At the first stage it counts as the talk.",
    )  # fmt: skip


@door(PARTS, lets_in=access.may_take_part, act="escalation:more-urgent", methods=("GET", "POST"))
def more_urgent(request: PlaitRequest, escalation_id: UUID) -> HttpResponse:
    """The same stage, with less time for an answer; never more."""
    return _step(
        request, escalation_id, "urgency", "It is more urgent now",
        lambda data, page: MoreUrgentForm(data, now=page.one.urgency),
        lambda form: make_more_urgent(
            escalation_id=str(escalation_id), **form.cleaned_data, by=request.actor, at=request.at
        ),
        words=("because", "emergency_told"),
        done="Whoever owns it on both sides is told. The time is counted from when the stage began.",
    )  # fmt: skip


@door(PARTS, lets_in=access.may_take_part, act="escalation:end", methods=("GET", "POST"))
def end(request: PlaitRequest, escalation_id: UUID) -> HttpResponse:
    """Settled, taken back or overtaken, in the words that stand on both agencies’ records."""

    def deed(form: Any) -> Any:
        given = form.cleaned_data
        common = {
            "escalation_id": str(escalation_id), "learning": given["learning"], "other_because": given["other_because"],
            "by": request.actor, "at": request.at,
        }  # fmt: skip
        if given["how"] == "resolved":
            return resolve(outcome=given["outcome"], **common)
        way = withdraw if given["how"] == "withdrawn" else overtake
        return way(because=given["outcome"], **common)

    return _step(
        request, escalation_id, "end", "End it",
        lambda data, page: EndForm(data, ways=page.ways_to_end(), learning=learning_of(page.one)),
        deed,
        words=("outcome",),
        done="It has ended. The page says on whose record its outcome stands.",
    )  # fmt: skip


@door(
    OURS + ", once it has ended",
    lets_in=access.may_take_part,
    act="escalation:child",
    methods=("GET", "POST"),
)
def child(request: PlaitRequest, escalation_id: UUID) -> HttpResponse:
    """What it did for the child."""
    return _step(
        request, escalation_id, "child", "What did it do for the child?",
        lambda data, _page: ChildForm(data),
        lambda form: say_child_outcome(
            escalation_id=str(escalation_id), **form.cleaned_data, by=request.actor, at=request.at
        ),
        words=("said",),
        done="Thank you. It stands with the escalation.",
    )  # fmt: skip


@door(
    "The other side: never whoever asked",
    lets_in=access.may_take_part,
    act="escalation:recognise",
    methods=("GET", "POST"),
)
def right_to_ask(request: PlaitRequest, escalation_id: UUID) -> HttpResponse:
    """It was right to ask."""
    return _step(
        request, escalation_id, "recognise", "It was right to ask",
        lambda data, _page: RecogniseForm(data),
        lambda form: recognise_challenge(
            about=f"escalation:{escalation_id}", **form.cleaned_data, by=request.actor, at=request.at
        ),
        words=("words",),
        done="They are told. It is counted as good practice.",
    )  # fmt: skip
