"""End a declared conflict. Only a privacy officer does: the one who declared it may not reopen the way to a record."""

from datetime import datetime

from plait.agencies.roles import may
from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.people.models import DeclaredConflict


@deed
def end_conflict(*, conflict_id: str, by: Actor, at: datetime) -> None:
    """End one declaration and what followed from it."""
    may(by, "audit:read").insist()
    told = DeclaredConflict.objects.get(pk=conflict_id)
    DeclaredConflict.objects.filter(
        practitioner_id=told.practitioner_id,
        kind=told.kind,
        ended_at__isnull=True,
        declared_at__gte=told.declared_at,
    ).update(ended_at=at)
    record(act="conflict:ended", about=f"practitioner:{told.practitioner_id}", by=by, at=at)
