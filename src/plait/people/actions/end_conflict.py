"""End a declared conflict. Only a privacy officer does: the one who declared it may not reopen the way to a record."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from plait.agencies.roles import may
from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, hidden, no
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.people.models import DeclaredConflict

WHY_ENDED = {
    "mistake": "It was declared by mistake",
    "namesake": "It is somebody else of the same name",
    "over": "They no longer know each other in this way, and a manager agrees",
}


@deed
def end_conflict(*, conflict_id: str, because: str, by: Actor, at: datetime) -> None:
    """End one declaration and what followed from it for people whom it may be about. `because` is one of WHY_ENDED."""
    may(by, "audit:read").insist()
    if because not in WHY_ENDED:
        raise Refused(
            no("needs-reason", say="Say why it ends.", next_step="Choose a reason"),
            about=f"conflict:{conflict_id}",
        )
    told = DeclaredConflict.objects.filter(pk=conflict_id, person__isnull=True).first()
    if told is None:
        raise Refused(hidden("no-such-declaration"), about=f"conflict:{conflict_id}")
    if told.practitioner_id == UUID(by.id):
        raise Refused(
            no(
                "own-declaration",
                say="Nobody ends what they declared themselves.",
                next_step="Ask another privacy officer",
            ),
            about=f"practitioner:{by.id}",
        )
    if told.ended_at is None:
        DeclaredConflict.objects.filter(Q(pk=told.pk) | Q(declared=told), ended_at__isnull=True).update(
            ended_at=at
        )
    record(act="conflict:ended", about=f"practitioner:{told.practitioner_id}", by=by, at=at, reason=because)
