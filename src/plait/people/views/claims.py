"""*I work with this child*: saying it, what came of it, and answering it."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from plait.agencies.roles import needs
from plait.base.access.doors import REFUSED, door, practitioners_only
from plait.base.access.request import PlaitRequest
from plait.base.access.verdict import Refused
from plait.base.audit.record import record
from plait.base.ui.staying import stay_with
from plait.people.access import (
    claims_to_answer,
    insist_may_end,
    may_answer_claims,
    open_claim,
    open_person,
)
from plait.people.actions.answer_claim import answer_claim
from plait.people.actions.claim_child import claim_child
from plait.people.actions.end_involvement import end_involvement
from plait.people.actions.look_for_person import look_for_person
from plait.people.forms import AnswerClaimForm, ClaimForm, EndInvolvementForm
from plait.people.places import banner_of
from plait.people.presenters.ways_in import claim_shown, meant_choices, own_claim_shown
from plait.people.queries import own_claims
from plait.people.rules import Query, may_search

CLAIMANTS = "Whoever works with children and has an account, for themselves"
ANSWERERS = (
    "The hub’s social workers, the child’s own worker, and custodians for what they keep; never one’s own"
)
may_claim = needs("involvement:claim")
SENT = (
    "Sent. Where it names a record for sure it is open to you for a day, and stands below. Otherwise somebody looks at it and "
    "you hear. This is not a “no”, and it does not mean that nothing is known."
)


@door(CLAIMANTS, lets_in=may_claim, act="claim:own-list")
def mine(request: PlaitRequest) -> HttpResponse:
    """What one has claimed, and what is open because of it."""
    rows = [own_claim_shown(one, at=request.at) for one in own_claims(request.actor.id)]
    return render(request, "people/claims.html", {"rows": rows})


@door(CLAIMANTS, lets_in=may_claim, act="claim:make", methods=("GET", "POST"))
def claim(request: PlaitRequest) -> HttpResponse:
    """A form. What comes back is the same whoever the child is, and whether or not anybody is known."""
    by, at = request.actor, request.at
    tried = str(request.session.get(REFUSED, ""))
    form = ClaimForm(request.POST if request.method == "POST" else None, at=at)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            claim_child(**{**given, "reference": given["reference"] or tried}, by=by, at=at)
        except Refused as refusal:
            stay_with(request, form, refusal, act="deed:claim_child")
        else:
            messages.success(request, SENT)
            return redirect("claims")
    return render(request, "people/claim.html", {"form": form, "tried": bool(tried)})


def count_claims(request: HttpRequest) -> int:
    """The number beside the page in the navigation and on its tile."""
    asking = cast(PlaitRequest, request)
    return len(claims_to_answer(asking.actor, at=asking.at))


@door(ANSWERERS, lets_in=may_answer_claims, act="claim:list")
def to_answer(request: PlaitRequest) -> HttpResponse:
    """Claims that wait for this reader's answer, the oldest first."""
    found = claims_to_answer(request.actor, at=request.at)
    people = sorted({f"person:{one.person_id}" for one in found if one.person_id})
    record(
        act="claim:list", about=people or "page:claims", by=request.actor, at=request.at, fields=("identity",)
    )
    return render(request, "people/claims_to_answer.html", {"rows": [claim_shown(one) for one in found]})


@door(ANSWERERS, lets_in=may_answer_claims, act="claim:answer", methods=("GET", "POST"))
def answer(request: PlaitRequest, claim_id: str) -> HttpResponse:
    """Who says it, of whom and why; whom they may mean; yes or no."""
    by, at = request.actor, request.at
    found = open_claim(by, str(claim_id), at=at)
    people = []
    if found.person_id is None:
        query = Query(forename=found.forename, surname=found.surname, born_on=found.born_on)
        if needs("identity:search")(by) and may_search(query):
            people = meant_choices(look_for_person(query=query, purpose="Answer a claim", by=by, at=at))
        elif found.custodian_id is not None:
            people = meant_choices(kept=str(found.custodian_id), claim=found)
    form = AnswerClaimForm(request.POST if request.method == "POST" else None, people=people)
    if request.method == "POST" and form.is_valid():
        yes = form.cleaned_data["answer"] == "yes"
        chosen = form.cleaned_data.get("person", "")
        if yes and people and not chosen:
            form.add_error("person", "Choose which child they mean, or answer no")
        elif yes and not people and found.person_id is None:
            form.add_error("answer", "Nobody of this name is known to you here, so there is nothing to open")
        else:
            try:
                answer_claim(claim_id=str(claim_id), confirm=yes, person_id=chosen, by=by, at=at)
            except Refused as refusal:
                stay_with(request, form, refusal, act="deed:answer_claim")
            else:
                messages.success(request, "Kept. They hear that there is an answer.")
                return redirect("claims-to-answer")
    return render(request, "people/claim_answer.html", {"form": form, "claim": claim_shown(found)})


@door(
    "Oneself, or whoever works with this child or is on duty for it",
    lets_in=practitioners_only,
    act="involvement:end",
    methods=("GET", "POST"),
)
def end(request: PlaitRequest, person_id: str, involvement_id: str) -> HttpResponse:
    """Ask why, then end one practitioner's way into this record."""
    by, at = request.actor, request.at
    person = open_person(by, str(person_id), at=at, act="involvement:end")
    whose = insist_may_end(by, str(person_id), str(involvement_id), at=at)
    form = EndInvolvementForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            end_involvement(
                person_id=str(person_id),
                involvement_id=str(involvement_id),
                **form.cleaned_data,
                by=by,
                at=at,
            )
        except Refused as refusal:
            stay_with(request, form, refusal, act="deed:end_involvement")
        else:
            messages.success(request, "Ended. The record is shut to them from now on.")
            if str(whose.practitioner_id) == by.id:
                return redirect("home")
            return redirect("person-round", person_id=person_id)
    context = {"form": form, "person": banner_of(person), "person_id": person.pk, "whose": whose.practitioner}
    return render(request, "people/end_involvement.html", context)
