"""Give back the ways in that the closing of one record ended."""

from datetime import datetime
from uuid import UUID

from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.people.actions.involve import involve
from plait.people.models import Involvement


@deed
def restore_involvements(
    *, source_kind: str, source_id: UUID, ended_at: datetime, by: Actor, at: datetime
) -> int:
    """Whoever was involved until the record was closed at `ended_at` is involved again, from now: what was ended before
    stays ended. Returns how many were given back; doing it twice changes nothing."""
    ended = list(
        Involvement.objects.filter(source_kind=source_kind, source_id=source_id, to_at=ended_at).order_by(
            "from_at", "pk"
        )
    )
    made = 0
    for one in ended:
        made += len(
            involve(
                person_ids=[str(one.person_id)],
                kind=one.kind,
                source_kind=source_kind,
                source_id=source_id,
                team_id=str(one.team_id) if one.team_id else None,
                practitioner_id=str(one.practitioner_id) if one.practitioner_id else None,
                role_label=one.role_label,
                by=by,
                at=at,
            )
        )
    record(act="involvement:restored", about=f"{source_kind}:{source_id}", by=by, at=at)
    return made
