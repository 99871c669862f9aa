"""What an area asks beyond its measure waits for a custodian to look: they hear of it, once in four hours however much it is."""

from datetime import datetime, timedelta

from plait.base.outbox import post
from plait.base.timers import set_timer
from plait.handover.models import AskReceived
from plait.handover.store.telling import custodians_of

UNLOOKED = "discovery-unlooked"
EVERY = timedelta(hours=4)


def await_look(kept: AskReceived, *, at: datetime) -> None:
    """Custodians hear now, and again while anything that this area asked so has been looked for by nobody."""
    tell_unlooked(kept, at=at)
    window = _window(at)
    key = f"{UNLOOKED}:{kept.code}:{window:%y%m%d%H}"
    set_timer(key=key, kind=UNLOOKED, subject=f"area:{kept.code}", due_at=window + EVERY)


def tell_unlooked(kept: AskReceived, *, at: datetime) -> None:
    """To the list and not to one question. Whose record it may be nobody knows yet, so it is every custodian's."""
    for to in custodians_of(kept, at=at):
        key = f"{UNLOOKED}:{kept.code}:{_window(at):%y%m%d%H}:{to}"
        post(key=key, kind="custodians-unlooked", to=to, context={"link_path": "/areas/asked/"}, at=at)


def _window(at: datetime) -> datetime:
    return at.replace(hour=at.hour // 4 * 4, minute=0, second=0, microsecond=0)
