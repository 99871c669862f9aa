"""One's own account: who you are, what you may do, how you sign in."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from plait.agencies import queries, sessions
from plait.agencies.actions.end_own_sessions import end_own_sessions
from plait.agencies.actions.name_deputy import name_deputy
from plait.agencies.forms.duty import DeputyForm
from plait.agencies.roles import ROLES
from plait.base.access.doors import door, practitioners_only
from plait.base.access.request import PlaitRequest

OWN = "Whoever has an account, for themselves only"


@door(OWN, lets_in=practitioners_only, act="account:read")
def account(request: PlaitRequest) -> HttpResponse:
    """Who you are, your roles in prose, your ways to sign in, your sessions."""
    return render(
        request,
        "agencies/account.html",
        {
            "me": queries.practitioner(request.actor.id),
            "roles": [
                ROLES[code] for code in queries.roles_of(request.actor.id, at=request.at) if code in ROLES
            ],
            "teams": queries.teams_of(request.actor.id, at=request.at),
            "email": request.user.email if request.user.is_authenticated else "",
            "has_second_step": queries.has_second_step(str(request.user.pk)),
            "has_password": request.user.is_authenticated and request.user.has_usable_password(),
        },
    )


@door(OWN, lets_in=practitioners_only, act="account:deputy", methods=("GET", "POST"))
def deputy(request: PlaitRequest) -> HttpResponse:
    """Who stands in for one, always."""
    me = queries.practitioner(request.actor.id)
    people = queries.people_of_agency(request.actor.agency).exclude(pk=me.pk)
    data = request.POST if request.method == "POST" else None
    form = DeputyForm(data, people=people, initial={"deputy": str(me.deputy_id or "")})
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["deputy"] or None
        name_deputy(practitioner_id=request.actor.id, deputy_id=chosen, by=request.actor, at=request.at)
        messages.success(request, "Saved.")
        return HttpResponseRedirect(reverse("account"))
    return render(request, "agencies/deputy.html", {"form": form})


@door(OWN, lets_in=practitioners_only, act="account:second-step")
def second_step(request: PlaitRequest) -> HttpResponse:
    """A passkey, or a code from an app: what to set up before real work begins."""
    return render(
        request, "agencies/second_step.html", {"done": queries.has_second_step(str(request.user.pk))}
    )


@door(OWN, lets_in=practitioners_only, act="account:end-sessions", methods=("POST",))
def end_sessions(request: PlaitRequest) -> HttpResponse:
    """Every session of one's own ends, this one too."""
    end_own_sessions(user_id=str(request.user.pk), by=request.actor, at=request.at)
    sessions.end_session(request, why="own-all", by=request.actor)
    return HttpResponseRedirect("/sign-in/?why=all")
