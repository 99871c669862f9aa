"""A missing family is found, safe and seen, or is looked for no more: told to all, and nothing of it is left with anybody."""

from datetime import date, datetime

from plait.base.access.by_itself import by_itself
from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.handover.access.alerting import insist_speaks, open_alert
from plait.handover.models import MissingAlert
from plait.handover.queries import alerting as queries
from plait.handover.rules.alerting import may_end, unsafe
from plait.handover.store import alerting as store

OVER = "Its time was over."
HIDES = "Plait ended it: no word of them may be out."


@deed
def end_alert(
    *,
    alert_id: str,
    how: str,
    seen_by: str = "",
    seen_on: date | None = None,
    words: str = "",
    by: Actor,
    at: datetime,
) -> MissingAlert:
    """`found`: by whom they were seen, by role, and when; never where. `ended`: why, in words that stay here. Raises Refused."""
    alert = open_alert(by, alert_id, at=at, act="missing:end", hold=True)
    insist_speaks(by, alert, at=at)
    found = how == "found"
    may_end(alert.state, how, role=seen_by, words=words).insist(about=alert.ref)
    if found:
        alert.seen_by, alert.seen_on = seen_by.strip(), seen_on or queries.today(at)
    alert.end_words, alert.ended_by, alert.ended_by_name = words.strip(), by.id, by.name
    store.end(alert, MissingAlert.State.FOUND if found else MissingAlert.State.ENDED, at=at)
    act = "missing:found" if found else "missing:ended"
    named = [f"person:{one}" for one in queries.people_of(alert)]
    record(act=act, about=[alert.ref, *named], by=by, at=at, fields=("content",))
    return alert


@deed
def end_over_time(*, by: Actor, at: datetime) -> int:
    """By Plait itself: those whose last day is over, ours and others'; and ours of whom somebody hides by now."""
    by_itself(by).insist(about="page:missing-families")
    ended = 0
    for one in (
        queries.live_over_time(queries.today(at)).select_for_update(of=("self",)).select_related("peer")
    ):
        if one.side == MissingAlert.Side.IN:
            store.erase_theirs(one, MissingAlert.State.ENDED, at=at)
        else:
            one.end_words = OVER
            store.end(one, MissingAlert.State.ENDED, at=at)
            store.tell(one, "missing-ended", [one.owner], at=at)
        ended += 1
    for one in queries.open_ones().select_for_update(of=("self",)):
        if not unsafe(queries.safety_of_all(queries.people_of(one))):
            continue
        one.end_words, one.hid = HIDES, True
        store.end(one, MissingAlert.State.ENDED, at=at)
        ended += 1
    record(act="missing:over", about="page:missing-families", by=by, at=at)
    return ended
