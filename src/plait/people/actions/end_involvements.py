"""End involvements of one record, so that access stops by itself."""

from datetime import datetime
from uuid import UUID

from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.people.models import Involvement


@deed
def end_involvements(
    *,
    source_kind: str,
    source_id: UUID,
    kinds: frozenset[str] | None = None,
    besides_team: str | None = None,
    by: Actor,
    at: datetime,
) -> int:
    """End the live involvements that one record made: all or only of the given kinds, and not those of the team
    `besides_team`. Returns how many ended."""
    live = Involvement.objects.filter(source_kind=source_kind, source_id=source_id, to_at__isnull=True)
    if kinds is not None:
        live = live.filter(kind__in=kinds)
    if besides_team is not None:
        live = live.exclude(team_id=besides_team)
    ended = live.update(to_at=at)
    record(act="involvement:ended", about=f"{source_kind}:{source_id}", by=by, at=at)
    return ended
