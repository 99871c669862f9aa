"""The review queue: questions about who is who that only a person answers, one at a time, each of them undone as easily."""

from typing import cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from plait.base.access.counting import Later
from plait.base.access.doors import door
from plait.base.access.request import PlaitRequest
from plait.base.audit.record import record
from plait.people import access
from plait.people.access import (
    lately_decided,
    may_review,
    open_decided_review,
    open_review,
    review_queue,
)
from plait.people.actions.answer_review import answer_review, second_review, undo_review
from plait.people.forms import ReviewForm, SecondForm, WhyForm
from plait.people.presenters.reviews import question_of, rows_of
from plait.people.queries import ages_of
from plait.people.queries.comparing import compared
from plait.people.rules.identity import are_two_children

REVIEWERS = "Whoever in the hub says who somebody is, and custodians for what is theirs alone"
A_PAGE = 25


def count_reviews(request: HttpRequest) -> Later:
    """The number beside the page in the navigation and on its tile."""
    asking = cast(PlaitRequest, request)
    return access.count_reviews(asking.actor, at=asking.at)


@door(REVIEWERS, lets_in=may_review, act="review:list")
def reviews(request: PlaitRequest) -> HttpResponse:
    """What rests on an answer first, then the oldest; and what one has answered lately, to take it back."""
    by, at = request.actor, request.at
    page = Paginator(review_queue(by, at=at), A_PAGE).get_page(request.GET.get("page"))
    items, done = list(page.object_list), lately_decided(by, at=at)
    people = {f"person:{one}" for item in (*items, *done) for one in (item.one_id, item.other_id) if one}
    record(act="review:list", about=sorted(people) or "page:reviews", by=by, at=at, fields=("identity",))
    context = {"page": page, "rows": rows_of(items), "done": rows_of(done)}
    return render(request, "people/reviews.html", context)


@door(REVIEWERS, lets_in=may_review, act="review:answer", methods=("GET", "POST"))
def review(request: PlaitRequest, review_id: str) -> HttpResponse:
    """Both sides beside each other, with or without what the engine makes of them (`?blind=1`), and one answer."""
    by, at, sending = request.actor, request.at, request.method == "POST"
    item = open_review(by, str(review_id), at=at)
    found = compared(item)
    blind = (request.POST if sending else request.GET).get("blind") == "1"
    sides = [str(side.person.pk) for side in (found.one, found.other) if side]
    children = are_two_children(ages_of(sides, on=at.date()).values())
    shown = question_of(found, blind=blind, children=children)
    form: ReviewForm | SecondForm
    if found.first is not None:
        form = SecondForm(request.POST if sending else None)
        if sending and form.is_valid():
            given = form.cleaned_data
            agrees = given["agrees"] == "yes"
            item = second_review(
                review_id=str(review_id), agrees=agrees, because=given["because"], by=by, at=at
            )
            messages.success(
                request, "Kept. Their records are joined." if agrees else "Kept. They stay apart."
            )
            return redirect("reviews")
    else:
        form = ReviewForm(
            request.POST if sending else None, choices=shown.choices, initial={"blind": "1" if blind else ""}
        )
        if sending and form.is_valid():
            given = form.cleaned_data
            item = answer_review(
                review_id=str(review_id),
                said=given["said"],
                because=given["because"],
                blind=blind,
                by=by,
                at=at,
            )
            waits = item.state == item.State.SECOND
            undo = (
                "It can be taken back below."
                if item.state == item.State.DECIDED
                else "The question stays on the list."
            )
            said = "A second person must look, because both may be children." if waits else undo
            messages.success(request, f"Kept. {said}")
            return redirect("reviews")
    own = found.first is not None and found.first.by == by.id
    context = {"question": shown, "form": form, "blind": blind, "own": own}
    return render(request, "people/review.html", context)


@door(REVIEWERS, lets_in=may_review, act="review:undo", methods=("GET", "POST"))
def undo(request: PlaitRequest, review_id: str) -> HttpResponse:
    """Take an answer back, with a reason: everything is as it was, and the question is open again."""
    form = WhyForm(request.POST if request.method == "POST" else None)
    item = open_decided_review(request.actor, str(review_id), at=request.at)
    if request.method == "POST" and form.is_valid():
        undo_review(review_id=str(review_id), **form.cleaned_data, by=request.actor, at=request.at)
        messages.success(
            request, "Taken back. Everything stands as it stood, and the question is open again."
        )
        return redirect("reviews")
    people = [f"person:{one}" for one in (item.one_id, item.other_id) if one]
    record(
        act="review:read",
        about=[f"review:{item.pk}", *people],
        by=request.actor,
        at=request.at,
        fields=("identity",),
    )
    return render(request, "people/review_undo.html", {"row": rows_of([item])[0], "form": form})
