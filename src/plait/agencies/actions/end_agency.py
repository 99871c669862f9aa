"""End an agency: it works with Plait no more. Nobody of it signs in, no mailbox link works, no team opens anything."""

from datetime import datetime

from plait.agencies.events import AgencyEnded
from plait.agencies.models import Agency, HeldForm, Practitioner
from plait.agencies.store import end_sessions_of
from plait.base.access.deeds import deed
from plait.base.access.verdict import no
from plait.base.announce import announce
from plait.base.audit.actor import Actor
from plait.base.audit.record import record


@deed
def end_agency(*, agency_id: str, by: Actor, at: datetime) -> Agency:
    """From now: sessions, held forms and involvements end, and no link that is out works (`queries.reads_mail`). What the agency
    told and was told stays.
    Only Plait's own command line does it; doing it twice is once."""
    agency = Agency.objects.select_for_update().get(pk=agency_id)
    about = f"agency:{agency.pk}"
    if by.kind != "process":
        no(
            "not-by-a-person",
            say="An agency is ended by whoever runs Plait.",
            next_step="Ask the hub’s administrator",
        ).insist(about=about)
    if agency.ended_at is None:
        agency.ended_at = at
        agency.save(update_fields=["ended_at"])
    people = Practitioner.objects.filter(agency=agency).select_related("user")
    for person in people:
        if person.user is not None:
            end_sessions_of(person.user)
    HeldForm.objects.filter(user__practitioner__agency=agency).delete()
    record(act="agency:ended", about=about, by=by, at=at)
    teams = tuple(agency.teams.order_by("pk").values_list("pk", flat=True))
    announce(AgencyEnded(agency.pk, teams, by.id, at))
    return agency
