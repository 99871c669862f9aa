"""When somebody is away and who acts for them; who is on duty in a team."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from plait.agencies import duty, queries
from plait.agencies.access import may_keep_rota, open_team
from plait.agencies.actions.put_on_duty import name_manager, put_on_duty, take_off_duty
from plait.agencies.actions.record_absence import end_absence, record_absence
from plait.agencies.forms.duty import AwayForm, ManagerForm, ShiftForm
from plait.agencies.presenters import days_of
from plait.agencies.views.people import ADMINISTRATORS, administrators
from plait.base.access.doors import door, practitioners_only
from plait.base.access.request import PlaitRequest
from plait.base.clock import LONDON

OWN_AGENCY = "Practitioners, for the teams of their own agency"


@door("Practitioners, for themselves", lets_in=practitioners_only, act="absence:own", methods=("GET", "POST"))
def away(request: PlaitRequest) -> HttpResponse:
    """When one is away, and who acts meanwhile."""
    me = queries.practitioner(request.actor.id)
    people = queries.people_of_agency(request.actor.agency).exclude(pk=me.pk)
    form = AwayForm(request.POST if request.method == "POST" else None, people=people, today=_today(request))
    if request.method == "POST" and form.is_valid():
        begins, ends = form.when()
        record_absence(
            practitioner_id=request.actor.id,
            from_at=begins,
            to_at=ends,
            deputy_id=form.cleaned_data["deputy"] or None,
            by=request.actor,
            at=request.at,
        )
        messages.success(request, "Saved. While you are away, whoever acts for you is told what is late.")
        return HttpResponseRedirect(reverse("away"))
    said = {"form": form, "me": me, "absences": duty.coming_absences([me.pk], at=request.at)}
    return render(request, "agencies/away.html", said)


@door("They themselves, and their manager", lets_in=practitioners_only, act="absence:end", methods=("POST",))
def back(request: PlaitRequest, absence_id: UUID) -> HttpResponse:
    """Not away after all, or back."""
    ended = end_absence(absence_id=str(absence_id), by=request.actor, at=request.at)
    messages.success(request, "Taken back.")
    own = str(ended.practitioner_id) == request.actor.id
    return HttpResponseRedirect(reverse("away") if own else reverse("duty"))


@door(OWN_AGENCY, lets_in=practitioners_only, act="duty:list")
def teams(request: PlaitRequest) -> HttpResponse:
    """Who is on duty in each team now."""
    rows = duty.teams_with_rotas(request.actor.agency, at=request.at)
    return render(request, "agencies/duty.html", {"rows": rows})


@door(OWN_AGENCY, lets_in=practitioners_only, act="duty:read", methods=("GET", "POST"))
def week(request: PlaitRequest, team_id: UUID) -> HttpResponse:
    """One week of a team's rota; whoever keeps it puts somebody on duty."""
    team = open_team(by=request.actor, team_id=str(team_id), at=request.at)
    keeps = bool(may_keep_rota(request.actor, team))
    people = queries.members(str(team.pk), at=request.at)
    monday, next_monday = duty.week_of(_asked_day(request))
    form = ShiftForm(request.POST if request.method == "POST" else None, people=people, today=_today(request))
    if request.method == "POST" and not keeps:
        may_keep_rota(request.actor, team).insist(about=f"team:{team.pk}")
    if request.method == "POST" and form.is_valid():
        begins, ends = form.when()
        put_on_duty(
            team_id=str(team.pk),
            practitioner_id=form.cleaned_data["practitioner"],
            from_at=begins,
            to_at=ends,
            by=request.actor,
            at=request.at,
        )
        messages.success(request, "They are on duty then.")
        return HttpResponseRedirect(f"{reverse('duty-week', args=[team.pk])}?week={begins:%Y-%m-%d}")
    shifts = duty.shifts_between(str(team.pk), begins=monday, ends=next_monday)
    context = {
        "team": team,
        "keeps": keeps,
        "may_name": bool(administrators(request.actor)),
        "form": form,
        "days": days_of(shifts, monday=monday, today=_today(request)),
        "absences": duty.coming_absences([one.pk for one in people], at=request.at),
        "monday": monday,
        "before": monday - timedelta(days=7),
        "after": next_monday,
    }
    return render(request, "agencies/duty_week.html", context)


@door("The manager of the team", lets_in=practitioners_only, act="absence:team", methods=("GET", "POST"))
def team_away(request: PlaitRequest, team_id: UUID) -> HttpResponse:
    """Somebody of the team is away: their manager says so for them."""
    team = open_team(by=request.actor, team_id=str(team_id), at=request.at)
    may_keep_rota(request.actor, team).insist(about=f"team:{team.pk}")
    of_team = queries.members(str(team.pk), at=request.at)
    form = AwayForm(
        request.POST if request.method == "POST" else None,
        people=queries.people_of_agency(request.actor.agency),
        of_team=of_team,
        today=_today(request),
    )
    if request.method == "POST" and form.is_valid():
        begins, ends = form.when()
        record_absence(
            practitioner_id=form.cleaned_data["practitioner"],
            from_at=begins,
            to_at=ends,
            deputy_id=form.cleaned_data["deputy"] or None,
            by=request.actor,
            at=request.at,
        )
        messages.success(request, "Saved. While they are away, whoever acts for them is told what is late.")
        return HttpResponseRedirect(reverse("duty-week", args=[team.pk]))
    return render(request, "agencies/team_away.html", {"form": form, "team": team})


@door(ADMINISTRATORS, lets_in=administrators, act="team:manager-named", methods=("GET", "POST"))
def manager(request: PlaitRequest, team_id: UUID) -> HttpResponse:
    """Who manages the team."""
    team = open_team(by=request.actor, team_id=str(team_id), at=request.at)
    form = ManagerForm(
        request.POST if request.method == "POST" else None,
        people=queries.people_of_agency(request.actor.agency),
        initial={"practitioner": str(team.manager_id or "")},
    )
    if request.method == "POST" and form.is_valid():
        who = form.cleaned_data["practitioner"] or None
        name_manager(team_id=str(team.pk), practitioner_id=who, by=request.actor, at=request.at)
        messages.success(request, "Saved.")
        return HttpResponseRedirect(reverse("duty-week", args=[team.pk]))
    return render(request, "agencies/duty_manager.html", {"form": form, "team": team})


@door("The manager of the team", lets_in=practitioners_only, act="duty:end", methods=("POST",))
def take_off(request: PlaitRequest, shift_id: UUID) -> HttpResponse:
    """Not on duty then after all."""
    shift = take_off_duty(shift_id=str(shift_id), by=request.actor, at=request.at)
    messages.success(request, f"{shift.practitioner.name} is not on duty then.")
    began = timezone.localtime(shift.from_at, LONDON)
    return HttpResponseRedirect(f"{reverse('duty-week', args=[shift.team_id])}?week={began:%Y-%m-%d}")


def _today(request: PlaitRequest) -> date:
    return timezone.localdate(request.at, LONDON)


def _asked_day(request: PlaitRequest) -> datetime:
    """The day in the address; whatever is no day there is today."""
    try:
        day = date.fromisoformat(request.GET.get("week", ""))
        asked = datetime.combine(day, time(), LONDON)
        # A week far from here has no rota, and the edges of the calendar no Monday.
        if abs(asked - request.at) < timedelta(days=800):
            return asked
    except ValueError:
        pass
    return timezone.localtime(request.at, LONDON)
