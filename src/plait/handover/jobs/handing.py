"""Regular work about families who were handed over to us."""

from datetime import datetime

from plait.base.audit.actor import Actor
from plait.handover.actions.tell_of_hiding import tell_of_hiding
from plait.handover.queries.handing import hiding_in

WORKER = Actor.process("worker")


def tell_who_hides(at: datetime) -> int:
    """Whoever handed over a family that hides here is told to ring. One query while nobody began to."""
    return tell_of_hiding(by=WORKER, at=at) if hiding_in() else 0
