"""What somebody is owed about their data is late: whoever owes it hears, then the officer who sees to it, until it is done."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from plait.agencies import queries as agencies
from plait.agencies.models import Practitioner
from plait.base.access.by_itself import by_itself
from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.clock.lateness import is_late_by, timer_of
from plait.base.clock.models import RunningClock
from plait.base.clock.queries import clock
from plait.base.outbox import post
from plait.base.timers import set_timer
from plait.privacy.access import visible_complaints, visible_lookups, visible_requests
from plait.privacy.rules.lateness import LATE, pages_of

A_WEEK = timedelta(days=7)
SEEN: dict[str, Callable[[Actor], QuerySet[Any]]] = {
    "complaint": visible_complaints,
    "request": visible_requests,
    "lookup": visible_lookups,
}


@deed
def remind_of_right(*, key: str, timer: str, turn: int, by: Actor, at: datetime) -> bool:
    """By Plait itself. False, and nobody is told, when it is done, waits for the one who asked, or was given more time."""
    by_itself(by).insist(about=f"timer:{LATE}")
    running = clock(key)
    if running is None or not is_late_by(running, timer):
        record(act="right:moved-on", about=running.subject if running else f"timer:{LATE}", by=by, at=at)
        return False
    for to, path in dict(_readers(running, turn, at=at)).items():
        post(key=f"{timer}:{to}", kind=LATE, to=to, body_ref="due", context={"link_path": path}, at=at)
    set_timer(key=timer_of(running, turn + 1), kind=LATE, subject=running.subject, due_at=at + A_WEEK, at=at)
    record(act="right:late", about=running.subject, by=by, at=at, reason=running.rule)
    return True


def _readers(running: RunningClock, turn: int, *, at: datetime) -> Iterator[tuple[str, str]]:
    """Whoever is asked to explain a look hears first, and their agency's officer a week later: never the one who is asked."""
    own, officers = pages_of(running.subject)
    kind, _, owner = running.owner.partition(":")
    agency = owner
    if kind == "practitioner":
        yield running.owner, own
        if not turn:
            return
        agency = str(agencies.practitioner(owner).agency_id)
    for one in _officers(running.subject, agency, at=at):
        yield f"practitioner:{one.pk}", officers


def _officers(subject: str, agency: str, *, at: datetime) -> list[Practitioner]:
    """Those of the agency to whom it is there, else those of the area: never about a family they know or about themselves."""
    kind, _, record_id = subject.partition(":")
    for role, of in (("agency_privacy_officer", agency), ("privacy_officer", "")):
        held = [one for one in agencies.holders_of(role, at=at) if of in ("", str(one.agency_id))]
        seen = {
            one.pk for one in held if SEEN[kind](agencies.actor_for(one, at=at)).filter(pk=record_id).exists()
        }
        if seen:
            return [one for one in held if one.pk in seen]
    return []
