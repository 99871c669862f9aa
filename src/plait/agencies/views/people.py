"""The people of one's own agency: who there is, inviting, ending an account."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from plait.agencies import queries
from plait.agencies.access import grantable, open_colleague, stepped_up
from plait.agencies.actions.end_account import end_account
from plait.agencies.actions.invite_practitioner import invite_practitioner
from plait.agencies.actions.name_deputy import name_deputy
from plait.agencies.actions.suspend import lift_suspension, suspend_practitioner
from plait.agencies.actions.take_away import leave_team, take_role_away
from plait.agencies.forms.accounts import InviteForm, SuspendForm
from plait.agencies.forms.duty import DeputyForm
from plait.agencies.roles import ROLES, needs
from plait.agencies.sessions import held_form
from plait.base.access.doors import door
from plait.base.access.request import PlaitRequest

ADMINISTRATORS = "Administrators, for the people of their own agency"
administrators = needs("practitioner:invite")


@door(ADMINISTRATORS, lets_in=administrators, act="practitioner:list")
def practitioners(request: PlaitRequest) -> HttpResponse:
    """Everyone at work in the agency, and what they may do."""
    held = queries.roles_by_practitioner(at=request.at, agency_id=request.actor.agency)
    people = [
        (one, [ROLES[code].label for code in held.get(str(one.pk), ()) if code in ROLES])
        for one in queries.people_of_agency(request.actor.agency)
    ]
    return render(request, "agencies/practitioners.html", {"people": people})


@door(ADMINISTRATORS, lets_in=administrators, act="practitioner:invite", methods=("GET", "POST"))
@stepped_up
def invite(request: PlaitRequest) -> HttpResponse:
    """A form; sent, the link is mailed and shown once."""
    roles = grantable(request.actor, request.actor.agency)
    teams = queries.teams_of_agency(request.actor.agency)
    if kept := held_form(request):
        form = InviteForm.from_draft(kept, teams=teams, roles=roles)
    else:
        form = InviteForm(request.POST or None, teams=teams, roles=roles)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        invited = invite_practitioner(
            email=given["email"],
            name=given["name"],
            job=given["job"],
            agency_id=request.actor.agency,
            team_id=given["team"] or None,
            roles=given["roles"],
            by=request.actor,
            at=request.at,
        )
        return render(
            request, "agencies/invited.html", {"link": invited.link, "invitation": invited.invitation}
        )
    return render(request, "agencies/invite.html", {"form": form})


@door(ADMINISTRATORS, lets_in=administrators, act="practitioner:end", methods=("GET", "POST"))
@stepped_up
def end(request: PlaitRequest, practitioner_id: str) -> HttpResponse:
    """Asks once, then ends the account and every session of it."""
    person = open_colleague(by=request.actor, practitioner_id=str(practitioner_id), at=request.at)
    if request.method == "POST":
        end_account(practitioner_id=str(person.pk), by=request.actor, at=request.at)
        messages.success(request, f"{person.name}’s account has ended. They are signed out everywhere.")
        return HttpResponseRedirect("/people/")
    return render(request, "agencies/end_account.html", {"person": person})


@door(ADMINISTRATORS, lets_in=administrators, act="practitioner:access", methods=("GET", "POST"))
@stepped_up
def access(request: PlaitRequest, practitioner_id: str) -> HttpResponse:
    """Take a role away, take somebody out of a team, name their deputy, suspend them and let them in again: a button each."""
    by, at, who = request.actor, request.at, str(practitioner_id)
    person = open_colleague(by=by, practitioner_id=who, at=at)
    do = request.POST.get("do", "")
    form = SuspendForm(request.POST if do == "suspend" else None)
    standing = DeputyForm(
        request.POST if do == "deputy" else None,
        people=queries.people_of_agency(by.agency).exclude(pk=person.pk),
        initial={"deputy": str(person.deputy_id or "")},
    )
    if do == "role":
        take_role_away(practitioner_id=who, role=request.POST.get("role", "")[:40], by=by, at=at)
    elif do == "team" and request.POST.get("team", "") in {
        str(one.pk) for one in queries.teams_of(who, at=at)
    }:
        leave_team(practitioner_id=who, team_id=request.POST["team"], by=by, at=at)
    elif do == "deputy" and standing.is_valid():
        deputy = standing.cleaned_data["deputy"] or None
        name_deputy(practitioner_id=who, deputy_id=deputy, by=by, at=at)
    elif do == "lift":
        lift_suspension(practitioner_id=who, by=by, at=at)
    elif do == "suspend" and form.is_valid():
        suspend_practitioner(practitioner_id=who, because=form.cleaned_data["because"], by=by, at=at)
    elif request.method != "POST" or do in ("suspend", "deputy"):
        context = {
            "person": person,
            "roles": [ROLES[code] for code in queries.roles_of(who, at=at) if code in ROLES],
            "teams": queries.teams_of(who, at=at),
            "form": form,
            "standing": standing,
        }
        return render(request, "agencies/access.html", context)
    if do:
        messages.success(request, "Done. It holds from the next page they open.")
    return HttpResponseRedirect(request.path)
