"""The work has been closed: agreement that was given for it ends with it, where the pack says so."""

from datetime import datetime

from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.packs import current
from plait.sharing.models import FamilyAgreement
from plait.sharing.store.family_timers import release


@deed
def end_with_episode(*, episode: str, by: Actor, at: datetime) -> int:
    """End every agreement of this episode. Opening it again brings none of them back: people are asked anew. Returns how many."""
    process = current(at=at).agreement_process
    rows = FamilyAgreement.objects.select_for_update().filter(episode=episode, ended_at__isnull=True)
    ended = list(rows.order_by("pk")) if process is not None and process.terms.lapses_when_closed else []
    for agreement in ended:
        release(agreement, people=[one.person_id for one in agreement.about.all()])
        agreement.ended_at, agreement.ended_because = at, "closed"
        agreement.save(update_fields=["ended_at", "ended_because"])
        agreement.reviews.filter(settled_at__isnull=True).update(
            settled_at=at, settled_by=by.id, settled_by_name=by.name[:120], outcome="ended"
        )
    record(act="agreement:ended", about=[one.ref for one in ended] or episode, by=by, at=at, reason="closed")
    return len(ended)
