"""Look at a conflict that was found: they know each other, or they do not."""

from datetime import datetime

from plait.base.access.deeds import deed
from plait.base.access.verdict import no
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.people.access import open_inferred
from plait.people.models import DeclaredConflict, InferredConflict
from plait.people.queries import ids_of
from plait.people.store.inferring import INFERRED

LEAST = 10


@deed
def settle_inferred(
    *, inferred_id: str, confirm: bool, because: str, by: Actor, at: datetime
) -> InferredConflict:
    """Confirmed, it refuses for good, until a privacy officer ends it. Set aside, it refuses no more and is not found again.

    Raises Refused for whoever is neither privacy officer nor keeps the record, for oneself, and without words.
    """
    open_inferred(by, inferred_id, at=at)
    found = InferredConflict.objects.select_for_update().get(pk=inferred_id)
    if len(because.strip()) < LEAST:
        no(
            "no-reason",
            say=f"Say how you know, in at least {LEAST} characters.",
            next_step="Write the reason",
        ).insist(about=found.ref)
    found.state = InferredConflict.State.CONFIRMED if confirm else InferredConflict.State.SET_ASIDE
    found.settled_by, found.settled_at, found.because = by.id, at, because.strip()[:600]
    found.save(update_fields=["state", "settled_by", "settled_at", "because"])
    if not confirm:
        # Under every id of theirs: what refuses followed them when two records were joined.
        DeclaredConflict.objects.filter(
            practitioner_id=found.practitioner_id,
            person_id__in=list(ids_of([str(found.person_id)])),
            kind=INFERRED,
            ended_at__isnull=True,
        ).update(ended_at=at)
    record(
        act="inferred:settled",
        about=[found.ref, f"practitioner:{found.practitioner_id}", f"person:{found.person_id}"],
        by=by,
        at=at,
        reason=str(found.state),
    )
    return found
