"""Mark a record as one in the public eye, and end it."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from plait.agencies.queries import teams_of_kind
from plait.agencies.roles import may
from plait.base.access.doors import door
from plait.base.access.request import PlaitRequest
from plait.base.access.verdict import Refused, Verdict, hidden
from plait.base.audit.actor import Actor
from plait.base.ui.staying import stay_with
from plait.people.access import open_person
from plait.people.places import banner_of
from plait.privacy.access import visible_flags
from plait.privacy.actions.flag_record import end_flag, flag_record
from plait.privacy.forms import BecauseForm, FlagForm

FLAGGERS = "Hub managers and custodians, for a record that they may open"


def may_flag(actor: Actor) -> Verdict:
    """Whoever may restrict a record."""
    return may(actor, "decision:override") or may(actor, "restricted:keep")


@door(FLAGGERS, lets_in=may_flag, act="person:flag", methods=("GET", "POST"))
def flag(request: PlaitRequest, person_id: str) -> HttpResponse:
    """Which team may open it, until when, and why."""
    teams = [(str(one.pk), str(one)) for one in teams_of_kind("custodian")]
    form = FlagForm(request.POST if request.method == "POST" else None, teams=teams, at=request.at)
    person = open_person(request.actor, str(person_id), at=request.at, act="person:flag")
    if request.method == "POST" and form.is_valid():
        try:
            flag_record(
                person_id=str(person_id), team_id=form.cleaned_data["team"], until=form.until_at(),
                because=form.cleaned_data["because"], by=request.actor, at=request.at,
            )  # fmt: skip
        except Refused as refusal:
            if refusal.verdict.reason != "flag-incomplete":
                raise
            stay_with(request, form, refusal, act="deed:flag_record")
        else:
            messages.success(
                request, "Marked. From now on only that team, and whoever is involved by name, may open it."
            )
            return HttpResponseRedirect(reverse("flags"))
    context = {"form": form, "person": banner_of(person), "person_id": person.pk}
    return render(request, "privacy/flag.html", context)


@door(FLAGGERS, lets_in=may_flag, act="flag:list")
def flags(request: PlaitRequest) -> HttpResponse:
    """Records that the reader marked, or whose team they are in."""
    return render(request, "privacy/flags.html", {"flags": list(visible_flags(request.actor, at=request.at))})


@door(FLAGGERS, lets_in=may_flag, act="flag:end", methods=("GET", "POST"))
def end(request: PlaitRequest, flag_id: str) -> HttpResponse:
    """Ask why, then end it."""
    form = BecauseForm(request.POST if request.method == "POST" else None)
    found = visible_flags(request.actor, at=request.at).filter(pk=flag_id).first()
    if found is None:
        raise Refused(hidden("not-their-flag"), about=f"flag:{flag_id}")
    if request.method == "POST" and form.is_valid():
        end_flag(flag_id=str(flag_id), because=form.cleaned_data["because"], by=request.actor, at=request.at)
        messages.success(request, "Ended. Whoever is involved may open the record again.")
        return HttpResponseRedirect(reverse("flags"))
    return render(request, "privacy/end_flag.html", {"form": form, "flag": found})
