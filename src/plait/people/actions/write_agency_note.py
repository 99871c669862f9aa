"""Write a note of one's own agency that nobody else ever opens."""

from datetime import datetime

from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, hidden, no
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.people.access import notes_of, teams_with_notes
from plait.people.models import AgencyNote
from plait.people.rules import KINDS_OF_NOTE


@deed
def write_agency_note(
    *, person_id: str, team_id: str, kind: str, text: str, by: Actor, at: datetime
) -> AgencyNote:
    """Keep it for one of the writer's own teams that is involved with the person. `kind` is a code of KINDS_OF_NOTE."""
    about = f"person:{person_id}"
    notes_of(by, person_id, at=at)
    if team_id not in {str(one.pk) for one in teams_with_notes(by, person_id, at=at)}:
        raise Refused(hidden("not-involved"), about=about)
    if kind not in KINDS_OF_NOTE or not text.strip():
        no(
            "note-incomplete",
            say="Say what kind of note it is, and write it.",
            next_step="Add what is missing",
        ).insist(about=about)
    note = AgencyNote.objects.create(
        person_id=person_id, team_id=team_id, kind=kind, text=text.strip(), written_by_id=by.id, written_at=at
    )
    record(act="agency-notes:written", about=about, by=by, at=at, fields=("sealed",))
    return note
