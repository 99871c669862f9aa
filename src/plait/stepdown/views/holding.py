"""The register, one step down whole, and answering the team that asks."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render

from plait.base.access.doors import door, practitioners_only
from plait.base.access.request import PlaitRequest
from plait.base.access.verdict import Refused
from plait.base.audit.record import record
from plait.base.packs import current
from plait.referrals.access import people_in_all
from plait.stepdown import access
from plait.stepdown.actions.accept_step_down import accept_step_down
from plait.stepdown.actions.decline_step_down import decline_step_down
from plait.stepdown.forms import AnswerForm
from plait.stepdown.presenters.page import shown
from plait.stepdown.presenters.register import parts_of, rows_of
from plait.stepdown.queries.holding import in_order, with_rows
from plait.stepdown.views.staying import stay_with

INVOLVED = "Whoever was asked to hold the family, holds them, hands over, or works on the concern"
A_PAGE = 50


@door(
    "Leads, safeguarding teams and the hub: each what they are involved in",
    lets_in=access.may_hold,
    act="stepdown:list",
)
def register(request: PlaitRequest) -> HttpResponse:
    """Who holds whom: a new concern first, then what is late, at risk and due."""
    found = with_rows(in_order(access.visible_stepdowns(request.actor, at=request.at)))
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    rows = rows_of(
        list(page.object_list), teams=request.actor.teams, pack=current(at=request.at), at=request.at
    )
    if rows:
        about = [
            *(f"stepdown:{row.id}" for row in rows),
            *people_in_all(one.referral.contact_id for one in page.object_list),
        ]
        record(act="stepdown:list", about=about, by=request.actor, at=request.at, fields=("identity",))
    return render(
        request, "stepdown/register.html", {"parts": parts_of(rows), "page": page, "any": bool(rows)}
    )


@door(INVOLVED, lets_in=practitioners_only, act="stepdown:read")
def stepdown_page(request: PlaitRequest, stepdown_id: UUID) -> HttpResponse:
    """One step down: what was said, what is missing, what is promised, and concern again."""
    found = access.open_stepdown(request.actor, str(stepdown_id), at=request.at)
    page = shown(found, pack=current(at=request.at), by=request.actor, at=request.at)
    return render(request, "stepdown/page.html", {"one": found, "page": page})


@door(INVOLVED, lets_in=practitioners_only, act="stepdown:answer", methods=("GET", "POST"))
def answer(request: PlaitRequest, stepdown_id: UUID) -> HttpResponse:
    """Accept, or decline with a reason."""
    found = access.open_stepdown(request.actor, str(stepdown_id), at=request.at)
    form = AnswerForm(request.POST if request.method == "POST" else None, pack=current(at=request.at))
    status = 200
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            if given["answer"] == "accept":
                accept_step_down(stepdown_id=str(stepdown_id), by=request.actor, at=request.at)
            else:
                decline_step_down(
                    stepdown_id=str(stepdown_id), code=given["code"], because=given["because"], by=request.actor,
                    at=request.at,
                )  # fmt: skip
        except Refused as refusal:
            stay_with(request, form, refusal, act="deed:answer_step_down")
            status = 403
        else:
            if given["answer"] == "accept":
                messages.success(request, "You hold this family now. What was promised to them stands below.")
                return redirect("stepdown", stepdown_id=stepdown_id)
            messages.success(request, "Whoever hands over has your answer. The family stays with them.")
            return redirect("stepdowns")
    page = shown(found, pack=current(at=request.at), by=request.actor, at=request.at)
    context = {
        "one": found, "page": page, "form": form, "title": "Will you hold this family?", "summary": True,
        "asked": str(found.to_team_id) in request.actor.teams,
    }  # fmt: skip
    return render(request, "stepdown/form.html", context, status=status)
