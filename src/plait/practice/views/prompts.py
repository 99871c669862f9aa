"""One question, what it rests on, and somebody's answer."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from plait.agencies.sessions import held_form
from plait.base.access.doors import door
from plait.base.access.request import PlaitRequest
from plait.base.access.verdict import Refused
from plait.base.packs import current
from plait.base.prompts.actions.answer_prompt import answer_prompt
from plait.base.prompts.queries import Seen, said_to
from plait.base.ui.staying import stay_with
from plait.practice.access import is_asked, open_prompt
from plait.practice.actions.take_to_supervision import take_to_supervision
from plait.practice.forms import AnswerForm, TakeForm
from plait.practice.presenters import HARMLESS_OF, said_plainly, supervisor_choices

WORKERS = "Whoever works on the child, can act, and may see everything that the question rests on"


@door(WORKERS, lets_in=is_asked, act="prompt:read", methods=("GET", "POST"))
def prompt(request: PlaitRequest, prompt_id: str) -> HttpResponse:
    """The question in plain words, why it is asked, its evidence, and the answer."""
    seen = open_prompt(request.actor, str(prompt_id), at=request.at)
    asks: dict[str, Any] = {
        "mandatory": seen.prompt.mandatory, "reasons": HARMLESS_OF.get(seen.prompt.rule, ())
    }  # fmt: skip
    form = AnswerForm(request.POST if request.method == "POST" else None, **asks)
    if request.method == "GET" and (kept := held_form(request)):
        form = AnswerForm.from_draft(kept, **asks)
    if request.method == "POST" and form.is_valid():
        kind, because = form.cleaned_data["kind"], form.said
        if kind == "supervision":
            return _take(
                request, str(prompt_id), seen, TakeForm(initial={"because": because}, **_whom(request))
            )
        try:
            answer_prompt(
                prompt_id=str(prompt_id), kind=kind, because=because, by=request.actor, at=request.at
            )
        except Refused as refusal:
            stay_with(request, form, refusal, act="deed:answer_prompt")
        else:
            messages.success(
                request, "Kept. Thank you." if kind != "later" else "It comes back in a few days."
            )
            return redirect("person-story", person_id=_standing(seen))
    context = {**_page(request, seen), "form": form, "said": list(said_to([str(seen.prompt.pk)]))}
    return render(request, "practice/prompt.html", context)


@door(WORKERS, lets_in=is_asked, act="prompt:take", methods=("GET", "POST"))
def take(request: PlaitRequest, prompt_id: str) -> HttpResponse:
    """With whom it is talked over. Kept for the two of them."""
    seen = open_prompt(request.actor, str(prompt_id), at=request.at)
    form = TakeForm(request.POST if request.method == "POST" else None, **_whom(request))
    if request.method == "GET" and (kept := held_form(request)):
        form = TakeForm.from_draft(kept, **_whom(request))
    if request.method == "POST" and form.is_valid():
        try:
            take_to_supervision(
                prompt_id=str(prompt_id),
                supervisor_id=form.cleaned_data["supervisor"],
                because=form.cleaned_data["because"],
                by=request.actor,
                at=request.at,
            )
        except Refused as refusal:
            stay_with(request, form, refusal, act="deed:take_to_supervision")
        else:
            stays = " The question stays until somebody answers it." if seen.mandatory else ""
            messages.success(request, f"It is on your supervision list.{stays}")
            return redirect("supervision")
    return _take(request, str(prompt_id), seen, form)


def _whom(request: PlaitRequest) -> dict[str, Any]:
    return {"supervisors": supervisor_choices(request.actor)}


def _take(request: PlaitRequest, prompt_id: str, seen: Seen, form: TakeForm) -> HttpResponse:
    context = {**_page(request, seen), "form": form, "prompt_id": prompt_id}
    return render(request, "practice/take.html", context)


def _page(request: PlaitRequest, seen: Seen) -> dict[str, Any]:
    row = said_plainly(seen, current(at=request.at).prompts)
    return {"row": row, "person_id": _standing(seen), "since": timezone.localtime(seen.prompt.asked_at)}


def _standing(seen: Seen) -> str:
    return seen.prompt.person_id
