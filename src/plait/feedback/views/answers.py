"""Did their answer help? Said by whoever worked with it, read by the agency that gave it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from plait.agencies.sessions import held_form
from plait.base.access.doors import door
from plait.base.access.request import PlaitRequest
from plait.feedback import access
from plait.feedback.actions.say_of_answer import say_of_answer
from plait.feedback.forms import AnswerWordForm
from plait.feedback.queries.reading import said_of
from plait.referrals.forms.leaving import stop
from plait.referrals.queries.leaving import findings_in


@door(
    "Those who decide, and those who take the child on, about answers of other agencies that they work with",
    lets_in=access.may_say_of_answers,
    act="answer:word",
    methods=("GET", "POST"),
)
def answer_word(request: PlaitRequest, check_id: Any) -> HttpResponse:
    """One of three words, and what was missing. What was said before stands above."""
    form = AnswerWordForm(request.POST if request.method == "POST" else None)
    if request.method == "GET" and (kept := held_form(request)):
        form = AnswerWordForm.from_draft(kept)
    check = access.open_used_answer(request.actor, str(check_id), at=request.at)
    if request.method == "POST" and form.is_valid():
        words, why = form.cleaned_data["words"], form.cleaned_data["other_because"]
        found = findings_in(check.referral.contact, words, other_because=why)
        if not stop(form, [("words", found)]):
            say_of_answer(check_id=str(check_id), **form.cleaned_data, by=request.actor, at=request.at)
            messages.success(request, f"{check.agency.name} is told. Thank you for saying so.")
            return HttpResponseRedirect(reverse("referral", args=[check.referral_id]))
    context = {"check": check, "form": form, "said": said_of(check.pk)}
    return render(request, "feedback/answer_word.html", context)
