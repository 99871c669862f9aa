"""What follows when an area is believed no more, and when it is again. By timers: ending trust waits for no letter."""

from datetime import datetime

from plait.base.audit.actor import Actor
from plait.base.federation.events import TrustEnded, TrustReturned
from plait.base.timers import Due, set_timer
from plait.handover.actions.answer_held import answer_held
from plait.handover.actions.tell_of_suspension import tell_of_suspension

WORKER = Actor.process("worker")
ENDED, RETURNED = "area-trust-ended", "area-trust-returned"


def note_ended(event: TrustEnded) -> None:
    """In the worker's next round, whoever has something open with it is told."""
    set_timer(
        key=f"{ENDED}:{event.peer_id}:{event.at:%y%m%d%H%M%S}", kind=ENDED, subject=f"area:{event.peer_id}", due_at=event.at
    )  # fmt: skip


def note_returned(event: TrustReturned) -> None:
    """In the worker's next round, what it asked before is answered."""
    key = f"{RETURNED}:{event.code}:{event.since.isoformat()}"
    set_timer(key=key, kind=RETURNED, subject=f"area:{event.peer_id}", due_at=event.at)


def tell_owners(due: Due) -> None:
    """Whoever has something open with it."""
    tell_of_suspension(peer_id=due.subject.partition(":")[2], by=WORKER, at=due.at)


def answer_what_was_held(due: Due) -> None:
    """Each question that it asked, with the word that holds now."""
    _, code, since = due.key.split(":", 2)
    answer_held(code=code, since=datetime.fromisoformat(since), by=WORKER, at=due.at)
