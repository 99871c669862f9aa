"""Does it still hold? And what is said when it does not."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from plait.base.access.doors import door, practitioners_only
from plait.base.access.request import PlaitRequest
from plait.base.access.verdict import Refused, hidden
from plait.base.packs import current
from plait.stepdown import access
from plait.stepdown.actions.concern_again import concern_again
from plait.stepdown.actions.end_step_down import end_step_down
from plait.stepdown.actions.look_again import look_again
from plait.stepdown.actions.step_up import step_up
from plait.stepdown.forms import BecauseForm, LookForm
from plait.stepdown.queries.holding import open_clock
from plait.stepdown.views.holding import INVOLVED
from plait.stepdown.views.staying import stay_with


@door(INVOLVED, lets_in=practitioners_only, act="stepdown:still-right", methods=("GET", "POST"))
def look(request: PlaitRequest, stepdown_id: UUID, promise: str) -> HttpResponse:
    """A visit, a review, or *still all right?*: own records first."""
    found = access.open_stepdown(request.actor, str(stepdown_id), at=request.at)
    pack = current(at=request.at)
    asked = pack.stepping_down().look(promise)
    if asked is None or (request.method == "GET" and open_clock(found, promise) is None):
        raise Refused(hidden("absent"), about=found.ref)
    gateway = pack.gateways.get(found.gateway)
    form = LookForm(
        request.POST if request.method == "POST" else None,
        gateway=gateway.title if gateway else found.gateway,
        joint=asked.joint,
    )
    status = 200
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            after = look_again(
                stepdown_id=str(stepdown_id), promise=promise, standing=said["standing"],
                own_records=said["own_records"], child_words=said["child_words"], partners=said.get("partners", ""),
                together={"yes": True, "no": False}.get(said.get("together", "")),
                by=request.actor, at=request.at,
            )  # fmt: skip
        except Refused as refusal:
            stay_with(request, form, refusal, act="deed:look_again")
            status = 403
        else:
            how = "still to decide" if after.undecided and said["standing"] == "yes" else said["standing"]
            return _after_looking(request, after.status == "sustained", how, stepdown_id)
    context = {"one": found, "form": form, "title": asked.label, "asks": asked.ask, "joint": asked.joint}
    return render(request, "stepdown/form.html", context, status=status)


def _after_looking(request: PlaitRequest, over: bool, standing: str, stepdown_id: UUID) -> HttpResponse:
    if over:
        messages.success(
            request, "It held to the end. Nobody needs to look again; a new concern still opens its history."
        )
        return redirect("stepdowns")
    words = {
        "yes": "Kept. The next time stands on the page.",
        "still to decide": "Kept. A hub manager has still to decide about the time when it did not hold: ask them."
        " Until then this does not end.",
        "not_seen": "Kept. Nobody saw them, so it is still owed: try again soon.",
    }
    messages.success(
        request,
        words.get(
            standing,
            "Kept. It does not hold as it should: a hub manager is asked to decide. You may step up, or say “Concern again”.",
        ),
    )
    return redirect("stepdown", stepdown_id=stepdown_id)


def _one_question(
    request: PlaitRequest, stepdown_id: UUID, *, deed: Callable[..., Any], title: str, asks: str, says: str,
    help_text: str, done: str, intro: str = "", urgent: bool = False, to_register: bool = False,
) -> HttpResponse:  # fmt: skip
    found = access.open_stepdown(request.actor, str(stepdown_id), at=request.at)
    form = BecauseForm(
        request.POST if request.method == "POST" else None, asks=asks, says=says, help_text=help_text
    )
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            deed(
                stepdown_id=str(stepdown_id),
                because=form.cleaned_data["because"],
                by=request.actor,
                at=request.at,
            )
        except Refused as refusal:
            stay_with(request, form, refusal, act=f"deed:{deed.__name__}")
            status = 403
        else:
            messages.success(request, done)
            return redirect("stepdowns") if to_register else redirect("stepdown", stepdown_id=stepdown_id)
    context = {"one": found, "form": form, "title": title, "asks": intro, "urgent": urgent}
    return render(request, "stepdown/form.html", context, status=status)


@door(INVOLVED, lets_in=practitioners_only, act="stepdown:concern-again", methods=("GET", "POST"))
def again(request: PlaitRequest, stepdown_id: UUID) -> HttpResponse:
    """*Concern again*: one sentence, and the referral opens with its history."""
    return _one_question(
        request, stepdown_id, deed=concern_again, title="Concern again", asks="What do you worry about?",
        says="Open it again", help_text="A sentence is enough. The hub has it at once, with everything that was known before.",
        done="The hub has it, with its whole history, and is told to ring. You stay involved until somebody leads.",
        urgent=True,
    )  # fmt: skip


@door(INVOLVED, lets_in=practitioners_only, act="stepdown:step-up", methods=("GET", "POST"))
def up(request: PlaitRequest, stepdown_id: UUID) -> HttpResponse:
    """More help again, as a plan."""
    return _one_question(
        request, stepdown_id, deed=step_up, title="Step up as a plan", asks="Why is more help needed?",
        says="Step up", help_text="What you tried, and what the family says.",
        intro="The team that led before is asked to accept, with a clock. If it cannot wait, say “Concern again” instead.",
        done="Stepped up. The team that led before is asked to accept; you hold the family until they do.",
    )  # fmt: skip


@door(INVOLVED, lets_in=practitioners_only, act="stepdown:end", methods=("GET", "POST"))
def end(request: PlaitRequest, stepdown_id: UUID) -> HttpResponse:
    """Nobody needs to look again, for a stated reason."""
    return _one_question(
        request, stepdown_id, deed=end_step_down, title="End it early", asks="Why does nobody need to look again?",
        says="End it", help_text="They moved and another area holds them; the child is grown; another plan took its place.",
        done="Ended, with your reason. A new concern still opens its history.", to_register=True,
    )  # fmt: skip
