"""Somebody takes a question of another area about a family with whom nobody here works."""

from datetime import datetime

from plait.base.access.deeds import deed
from plait.base.access.verdict import no
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.handover.access.discovery import open_received
from plait.handover.models import AskReceived


@deed
def take_known(*, ask_id: str, because: str, by: Actor, at: datetime) -> AskReceived:
    """What they do with it is kept with their name; nobody is reminded any more. Raises Refused."""
    kept = open_received(by, ask_id, at=at, hold=True)
    if kept.state != AskReceived.State.UNTAKEN:
        no("already-taken", say="Somebody has taken this already.", next_step="Read what they said").insist(
            about=kept.ref
        )
    if len(because.strip()) < 10:
        no(
            "needs-reason", say="Say in a sentence what you do.", next_step="Write at least ten letters"
        ).insist(about=kept.ref)
    kept.state, kept.settled_because = AskReceived.State.SETTLED, because.strip()
    kept.settled_at, kept.settled_by, kept.settled_by_name = at, by.id, by.name
    kept.save()
    named = [kept.ref] if kept.quiet else [kept.ref, f"person:{kept.person}"]
    record(act="discovery:taken", about=named, by=by, at=at, fields=("identity",), purpose=kept.purpose)
    return kept
