"""My escalations; and who answers on the ladders for my agency."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from plait.agencies import duty
from plait.agencies import queries as agencies
from plait.agencies.access import may_advise_area
from plait.agencies.roles import needs
from plait.base.access.doors import door
from plait.base.access.request import PlaitRequest
from plait.base.packs.schema.escalation import ARBITRATOR, BEGINS
from plait.escalation import access, queries
from plait.escalation.actions.name_on_ladder import end_post, name_on_ladder
from plait.escalation.forms import PostForm
from plait.escalation.presenters import rows, told_to_partnership

A_PAGE = 20


@door("Practitioners, for what they have a part in", lets_in=access.may_take_part, act="escalation:list")
def mine(request: PlaitRequest) -> HttpResponse:
    """What waits for the reader or for others, late first; what the partnership was told, for whom it named; and what is over."""
    over = Paginator(access.ended(request.actor, at=request.at), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "rows": rows(by=request.actor, at=request.at),
        "told": told_to_partnership(by=request.actor, at=request.at),
        "over": over,
        "away": duty.away_until(request.actor.id, at=request.at),
    }
    return render(request, "escalation/mine.html", context)


ADMINISTRATORS = "Administrators, for the people of their own agency"
administrators = needs("practitioner:invite")


@door(ADMINISTRATORS, lets_in=administrators, act="ladder:name", methods=("GET", "POST"))
def who_answers(request: PlaitRequest) -> HttpResponse:
    """Who holds which role of the ladders here, and a form to name one more."""
    agency_id = request.actor.agency
    file, for_area = queries.ladders_now(at=request.at), may_advise_area(agency_id)
    left_out = {BEGINS} if for_area else {BEGINS, ARBITRATOR}
    roles = [(one.code, one.label) for one in file.roles if one.code not in left_out]
    form = PostForm(
        request.POST if request.method == "POST" else None,
        roles=roles,
        people=agencies.people_of_agency(agency_id),
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        name_on_ladder(
            agency_id=agency_id,
            role=given["role"],
            practitioner_id=given["practitioner"],
            order=int(given["order"]),
            by=request.actor,
            at=request.at,
        )
        messages.success(request, "They are asked from now on. What others own already stays theirs.")
        return HttpResponseRedirect(reverse("who-answers"))
    named = [*queries.posts_of(agency_id), *(queries.arbitrators() if for_area else [])]
    context = {
        "form": form,
        "posts": [(one, file.role_label(one.role)) for one in named],
        "roles": [one for one in file.roles if one.code not in left_out],
        "arbitrator": file.arbitrator,
    }
    return render(request, "escalation/who_answers.html", context)


@door(ADMINISTRATORS, lets_in=administrators, act="ladder:end", methods=("POST",))
def end(request: PlaitRequest, post_id: UUID) -> HttpResponse:
    """Not asked in this role any more."""
    gone = end_post(post_id=str(post_id), by=request.actor, at=request.at)
    messages.success(request, f"{gone.practitioner.name} is no longer asked in this role.")
    return HttpResponseRedirect(reverse("who-answers"))
