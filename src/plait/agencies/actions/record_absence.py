"""Say when somebody is away and who acts for them, and take it back."""

from datetime import datetime

from plait.agencies.access import deputy_for, may_say_away
from plait.agencies.models import Absence, Practitioner
from plait.agencies.rules import is_a_time_away
from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, hidden
from plait.base.audit.actor import Actor
from plait.base.audit.record import record


@deed
def record_absence(
    *,
    practitioner_id: str,
    from_at: datetime,
    to_at: datetime,
    deputy_id: str | None = None,
    by: Actor,
    at: datetime,
) -> Absence:
    """From then until then they are away, and `deputy_id` acts for them; without one, their standing deputy does. Said again
    for the same time, the newest counts. Raises Refused for whoever is neither they nor their manager, for a time that is
    over, and for a deputy of another agency, who has left, or who is they themselves."""
    person = Practitioner.objects.select_related("agency").filter(pk=practitioner_id).first()
    about = f"practitioner:{practitioner_id}"
    if person is None:
        raise Refused(hidden("absent"), about=about)
    may_say_away(by, person, at=at).insist(about=about)
    is_a_time_away(from_at=from_at, to_at=to_at, at=at).insist(about=about)
    deputy = deputy_for(person, deputy_id, at=at) if deputy_id else None
    same = Absence.objects.filter(
        practitioner=person, from_at=from_at, to_at=to_at, deputy=deputy, ended_at__isnull=True
    ).first()
    absence = same or Absence.objects.create(
        practitioner=person, from_at=from_at, to_at=to_at, deputy=deputy, recorded_by=by.id, recorded_at=at
    )
    record(act="absence:recorded", about=about, by=by, at=at)
    return absence


@deed
def end_absence(*, absence_id: str, by: Actor, at: datetime) -> Absence:
    """They are back, or did not go. Doing it twice does it once."""
    absence = Absence.objects.select_related("practitioner").filter(pk=absence_id).first()
    if absence is None or not may_say_away(by, absence.practitioner, at=at):
        raise Refused(hidden("absent"), about=f"absence:{absence_id}")
    absence.ended_at = absence.ended_at or at
    absence.save(update_fields=["ended_at"])
    record(act="absence:ended", about=f"practitioner:{absence.practitioner_id}", by=by, at=at)
    return absence
