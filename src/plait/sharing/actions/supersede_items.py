"""An agency has answered again: what it gave before is kept, and no longer shown as what it knows."""

from datetime import datetime

from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.sharing.models import InformationItem


@deed
def supersede_items(*, source_ref: str, person_id: str, by: Actor, at: datetime) -> int:
    """Set aside the items given earlier about one person in answer to the same ask. Returns how many."""
    given = InformationItem.objects.filter(
        source_ref=source_ref, person_id=person_id, superseded_at__isnull=True
    )
    number = given.update(superseded_at=at)
    record(act="item:superseded", about=[source_ref, f"person:{person_id}"], by=by, at=at)
    return number
