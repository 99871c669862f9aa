"""Say what a record is opened for today."""

from datetime import datetime

from django.utils import timezone

from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, no
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.packs import current
from plait.people.access import open_person
from plait.people.models import OpenedFor
from plait.people.rules import opened_for


@deed
def say_purpose(*, person_id: str, purpose: str, by: Actor, at: datetime) -> OpenedFor:
    """Keep the code of the pack's list that the reader chose for this record, for the rest of the day. Another choice on
    the same day replaces it from then on; what was recorded before stays as it was."""
    about = f"person:{person_id}"
    open_person(by, person_id, at=at, act="person:purpose")
    if current(at=at).access.purpose(purpose) is None:
        raise Refused(
            no("no-such-purpose", say="Choose what you open it for.", next_step="Choose one of the list"),
            about=about,
        )
    kept, _ = OpenedFor.objects.update_or_create(
        practitioner_id=by.id,
        person_id=person_id,
        on=timezone.localdate(at),
        defaults={"purpose": purpose, "at": at},
    )
    record(act="person:purpose-said", about=about, by=by, at=at, purpose=opened_for(purpose, said=True))
    return kept
