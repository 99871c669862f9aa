"""People I know: what a practitioner declares about themselves, and the privacy officer's list of it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from plait.agencies.actions.note_declared import note_declared
from plait.agencies.roles import may, needs
from plait.agencies.sessions import held_form
from plait.base.access.doors import door, practitioners_only
from plait.base.access.request import PlaitRequest
from plait.base.access.verdict import Refused, Verdict
from plait.base.audit.actor import Actor
from plait.base.ui.staying import stay_with
from plait.people.access import declarations, inferred_to_look_at, open_declaration, open_inferred
from plait.people.actions.declare_conflict import declare_conflict
from plait.people.actions.end_conflict import end_conflict
from plait.people.actions.say_own_home import say_own_home
from plait.people.actions.settle_inferred import settle_inferred
from plait.people.forms import ConflictForm, EndConflictForm, InferredForm, OwnHomeForm
from plait.people.presenters import how_known
from plait.people.presenters.ways_in import found_shown
from plait.people.queries import household_said_at, own_declarations

privacy_officers = needs("audit:read")
OFFICERS = "Privacy officers"
OWN = "Whoever has an account, for themselves only"
A_PAGE = 50


@door(
    OWN,
    lets_in=practitioners_only,
    act="conflict:declare",
    methods=("GET", "POST"),
)
def people_i_know(request: PlaitRequest) -> HttpResponse:
    """What one has declared, and a form for one more. It never says whether anybody of that name is known here."""
    form = ConflictForm(request.POST if request.method == "POST" else None, at=request.at)
    if request.method == "POST" and form.is_valid():
        try:
            declare_conflict(**form.cleaned_data, by=request.actor, at=request.at)
        except Refused as refusal:
            stay_with(request, form, refusal, act="deed:declare_conflict")
        else:
            messages.success(
                request,
                "Declared. From now on nothing about somebody of that name, or of one like it, is shown to you.",
            )
            return HttpResponseRedirect(request.path)
    if request.method == "GET" and (kept := held_form(request)):
        form = ConflictForm.from_draft(kept, at=request.at)
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
        try:
            end_conflict(
                conflict_id=str(conflict_id),
                because=form.cleaned_data["because"],
                by=request.actor,
                at=request.at,
            )
        except Refused as refusal:
            stay_with(request, form, refusal, act="deed:end_conflict")
        else:
            messages.success(request, "Ended. That you ended it is recorded.")
            return HttpResponseRedirect(reverse("declared-conflicts"))
    told = open_declaration(request.actor, str(conflict_id), at=request.at)
    return render(request, "people/end_conflict.html", {"told": told, "how": how_known(told), "form": form})


@door(OWN, lets_in=practitioners_only, act="conflict:first", methods=("GET", "POST"))
def first_time(request: PlaitRequest) -> HttpResponse:
    """Before somebody's first record: do you know anybody? Nobody is a good answer, and takes one click."""
    onward = request.POST.get("next") or request.GET.get("next") or "/"
    safe = url_has_allowed_host_and_scheme(onward, allowed_hosts=None) and onward.startswith("/")
    if request.method == "POST":
        note_declared(practitioner_id=request.actor.id, by=request.actor, at=request.at)
        return HttpResponseRedirect(onward if safe else "/")
    return render(request, "people/first_time.html", {"next": onward if safe else "/"})


@door(OWN, lets_in=practitioners_only, act="conflict:own-home", methods=("GET", "POST"))
def own_home(request: PlaitRequest) -> HttpResponse:
    """Where one lives and who is next of kin, so that Plait can keep one's own people from one. It never says whether it
    does."""
    form = OwnHomeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            say_own_home(home=form.home(), by=request.actor, at=request.at)
        except Refused as refusal:
            stay_with(request, form, refusal, act="deed:say_own_home")
        else:
            messages.success(request, "Kept. From now on nothing about your own people is shown to you.")
            return HttpResponseRedirect(reverse("people-i-know"))
    return render(
        request, "people/own_home.html", {"form": form, "said_at": household_said_at(request.actor.id)}
    )


LOOKERS = "Privacy officers, and custodians for the records they keep; never about themselves"


def looks_at_found(by: Actor) -> Verdict:
    """Who looks at conflicts that were found."""
    return may(by, "audit:read") or may(by, "restricted:keep")


@door(LOOKERS, lets_in=looks_at_found, act="inferred:list", purpose="privacy")
def found(request: PlaitRequest) -> HttpResponse:
    """Conflicts that were found and nobody has looked at; those that somebody asked about first."""
    rows = Paginator(inferred_to_look_at(request.actor), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "people/found.html", {"page": rows, "rows": [found_shown(one) for one in rows]})


@door(LOOKERS, lets_in=looks_at_found, act="inferred:settle", methods=("GET", "POST"), purpose="privacy")
def settle(request: PlaitRequest, inferred_id: str) -> HttpResponse:
    """How it was found, by whom; yes or no, and why."""
    by, at = request.actor, request.at
    one = open_inferred(by, str(inferred_id), at=at)
    form = InferredForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            settle_inferred(
                inferred_id=str(inferred_id), confirm=form.cleaned_data["answer"] == "yes",
                because=form.cleaned_data["because"], by=by, at=at,
            )  # fmt: skip
        except Refused as refusal:
            stay_with(request, form, refusal, act="deed:settle_inferred")
        else:
            messages.success(request, "Kept.")
            return HttpResponseRedirect(reverse("found-conflicts"))
    return render(request, "people/found_settle.html", {"form": form, "one": found_shown(one)})
