"""Somebody hides here whom another area handed over: it is told whom to ring, and nothing else."""

from datetime import datetime

from plait.base.access.by_itself import by_itself
from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.federation.models import Peer
from plait.handover.models import Handover
from plait.handover.queries.discovery import whom_to_ring
from plait.handover.queries.handing import hiding_in, sender_knows
from plait.handover.store.news import tell
from plait.handover.store.words import ask_custodian
from plait.handover.wire.package import Worker


@deed
def tell_of_hiding(*, by: Actor, at: datetime) -> int:
    """By Plait itself: the record that they keep there must hide them too, and only people can say what of it. Nothing is said
    where the package itself, or what they added to it, says that somebody must not know. Answers how many were told."""
    by_itself(by).insist(about="page:handovers")
    ring = whom_to_ring(quiet=True, at=at)
    custodian = Worker(name=ring.team[:160], job=ring.organisation[:300], phone=ring.phone)
    told, counts = 0, hiding_in()
    rows = Handover.objects.select_for_update(of=("self",)).select_related("peer", "contact")
    for one in rows.filter(pk__in=counts).order_by("at", "pk"):
        people = counts[one.pk]
        more, one.hiding_told = len(people) > one.hiding_told, len(people)
        one.save(update_fields=["hiding_told"])
        if more and not sender_knows(one, people):
            said = ask_custodian(one, custodian, by=by, at=at)
            if not said.sent or one.peer.state != Peer.State.TRUSTED:  # held until then: somebody rings now
                tell(one, "handover-not-told", lead="", mark=str(said.number), at=at)
            told += 1
            record(act="handover:asked-to-ring", about=one.ref, by=by, at=at)
    record(act="handover:looked-who-hides", about="page:handovers", by=by, at=at)
    return told
