"""People I know: what a practitioner declares about themselves, and the privacy officer's list of it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from plait.agencies.roles import needs
from plait.agencies.sessions import held_form
from plait.base.access.doors import door, practitioners_only
from plait.base.access.request import PlaitRequest
from plait.people.access import declarations, open_declaration
from plait.people.actions.declare_conflict import declare_conflict
from plait.people.actions.end_conflict import end_conflict
from plait.people.forms import ConflictForm, EndConflictForm
from plait.people.presenters import how_known
from plait.people.queries import own_declarations

privacy_officers = needs("audit:read")
OFFICERS = "Privacy officers"
A_PAGE = 50


@door(
    "Whoever has an account, for themselves only",
    lets_in=practitioners_only,
    act="conflict:declare",
    methods=("GET", "POST"),
)
def people_i_know(request: PlaitRequest) -> HttpResponse:
    """What one has declared, and a form for one more. It never says whether anybody of that name is known here."""
    form = ConflictForm(request.POST if request.method == "POST" else None, at=request.at)
    if request.method == "POST" and form.is_valid():
        declare_conflict(**form.cleaned_data, by=request.actor, at=request.at)
        messages.success(
            request,
            "Declared. From now on nothing about somebody of that name, or of one like it, is shown to you.",
        )
        return HttpResponseRedirect(request.path)
    if request.method == "GET" and (kept := held_form(request)):
        form = ConflictForm.from_draft(kept, at=request.at)  # type: ignore[assignment]
    mine = [(one, how_known(one)) for one in own_declarations(request.actor.id)]
    return render(request, "people/people_i_know.html", {"form": form, "mine": mine})


@door(OFFICERS, lets_in=privacy_officers, act="conflict:list")
def declared(request: PlaitRequest) -> HttpResponse:
    """Everything declared and not ended, by agency and name."""
    page = Paginator(declarations(request.actor, at=request.at), A_PAGE).get_page(request.GET.get("page"))
    rows = [(one, how_known(one)) for one in page.object_list]
    return render(request, "people/declared.html", {"page": page, "rows": rows})


@door(OFFICERS, lets_in=privacy_officers, act="conflict:end", methods=("GET", "POST"))
def end(request: PlaitRequest, conflict_id: str) -> HttpResponse:
    """Ask why, then end one declaration."""
    form = EndConflictForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        end_conflict(
            conflict_id=str(conflict_id),
            because=form.cleaned_data["because"],
            by=request.actor,
            at=request.at,
        )
        messages.success(request, "Ended. That you ended it is recorded.")
        return HttpResponseRedirect(reverse("declared-conflicts"))
    told = open_declaration(request.actor, str(conflict_id), at=request.at)
    return render(request, "people/end_conflict.html", {"told": told, "how": how_known(told), "form": form})
