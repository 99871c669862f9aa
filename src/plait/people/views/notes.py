"""An agency's private notes about somebody: for the team that keeps them, and for nobody else."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from plait.base.access.doors import door, practitioners_only
from plait.base.access.request import PlaitRequest
from plait.base.access.verdict import Refused
from plait.base.ui.staying import stay_with
from plait.people.access import notes_of, teams_with_notes
from plait.people.actions.write_agency_note import write_agency_note
from plait.people.forms import NoteForm
from plait.people.presenters.ways_in import notes_shown


@door(
    "The agency’s own team that is involved with this person; no role, and no emergency, opens them to anybody else",
    lets_in=practitioners_only,
    act="agency-notes:read",
    methods=("GET", "POST"),
)
def own_notes(request: PlaitRequest, person_id: str) -> HttpResponse:
    """What this team has written, the newest first, and a box for one more. It does not print and is never copied."""
    by, at = request.actor, request.at
    notes = notes_of(by, str(person_id), at=at)
    teams = teams_with_notes(by, str(person_id), at=at)
    form = NoteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            write_agency_note(
                person_id=str(person_id), team_id=str(teams[0].pk), **form.cleaned_data, by=by, at=at
            )
        except Refused as refusal:
            stay_with(request, form, refusal, act="deed:write_agency_note")
        else:
            messages.success(request, "Kept. Only your own team reads it.")
            return redirect("agency-notes", person_id=person_id)
    context = {"form": form, "notes": notes_shown(notes), "team": teams[0], "person_id": person_id}
    return render(request, "people/agency_notes.html", context)
