"""The other area has said nothing yet, a question stays unanswered, nobody here has looked, or there was no conference, and the
time for it is over."""

from datetime import datetime

from plait.agencies.queries import holders_of
from plait.base.access.by_itself import by_itself
from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.clock.models import RunningClock
from plait.base.clock.queries import clock as clock_of
from plait.handover.models import Handover
from plait.handover.store.news import tell
from plait.handover.store.waits import QUESTION
from plait.people.access import who_may_hear

SILENT, UNANSWERED = "handover-silent", "handover-question-late"
OURS = {":triage": "handover-look-late", ":conference": "handover-conference-late"}
MANAGERS = "hub_manager"


@deed
def remind_of_handover(*, handover_id: str, clock_key: str, turn: int, by: Actor, at: datetime) -> bool:
    """By Plait itself: whoever offered it and the hub; from the second time the hub's managers by name too, of those who may hear
    of this family. False once nothing is waited for."""
    by_itself(by).insist(about=f"handover:{handover_id}")
    record(act="handover:late", about=f"handover:{handover_id}", by=by, at=at)
    running = clock_of(clock_key)
    one = Handover.objects.select_related("contact").filter(pk=handover_id).first()
    if one is None or running is None or running.state == RunningClock.State.STOPPED:
        return False
    owed = clock_key.removeprefix(one.ref)
    kind = OURS.get(owed) or (UNANSWERED if f":{QUESTION}:" in clock_key else SILENT)
    named = {str(each.pk) for each in holders_of(MANAGERS, at=at)} if turn else set()
    may = who_may_hear(named, list(one.refs.values()), at=at)
    mark = f"late:{owed}:{turn}"
    tell(one, kind, lead="", mark=mark, at=at, also=sorted(may))
    return True
