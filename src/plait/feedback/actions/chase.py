"""Somebody still waits to be told or answered: whoever owes it hears of it, then those above them, until it is done."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from plait.agencies import queries as agencies
from plait.agencies.duty import duty_team, who_acts_in
from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.clock.actions.pass_on_clock import pass_on_clock
from plait.base.clock.models import RunningClock
from plait.base.clock.queries import clock, not_before
from plait.base.outbox import post
from plait.base.packs import Pack, current
from plait.base.timers import set_timer
from plait.feedback.access import by_plait
from plait.feedback.queries.owing import keepers_of, owner_of
from plait.feedback.queries.reading import contact_behind
from plait.feedback.rules import Rung, rung_of
from plait.feedback.store import timing
from plait.referrals.models import Contact
from plait.referrals.queries.hub import who_know

A_DAY, TEN_MINUTES = timedelta(days=1), timedelta(minutes=10)


@deed
def chase(*, key: str, subject: str, by: Actor, at: datetime) -> bool:
    """Tell whoever is on its rung now and set the next look. False when it is done, and nobody is told."""
    by_plait(by).insist(about=subject)
    running, contact = clock(key), contact_behind(subject)
    if running is None or contact is None or running.state != RunningClock.State.RUNNING:
        record(act="feedback:moved-on", about=subject, by=by, at=at)
        return False
    if (owner := owner_of(contact, at=at)) != running.owner:
        running = pass_on_clock(key=key, owner=owner, by=by.id, at=not_before(running, at))
    pack = current(at=at)
    pickup = running.rule in timing.AT_THE_GATE
    rung = rung_of(max(at - running.due_at, timedelta()), step=TEN_MINUTES if pickup else A_DAY)
    for to in dict.fromkeys(_who(contact, rung, at=at)):
        post(
            key=f"{key}:late:{at:%Y%m%d%H%M}:{to}",
            kind=timing.LATE,
            to=to,
            about=contact.ref,
            body_ref="ring" if pickup else "due",
            context={
                "phone": pack.area.hub_phone,
                "link_path": timing.path_of(running),
            },
            at=at,
        )
    set_timer(key=key, kind=timing.LATE, subject=subject, due_at=_next(running, pack, at), at=at)
    record(act="feedback:chased", about=[subject, contact.ref], by=by, at=at, reason=rung)
    return True


def _who(contact: Contact, rung: Rung, *, at: datetime) -> Iterable[str]:
    """Never nobody, and nobody who declared that they know the family. What stands on the closed list, or is about somebody
    restricted, stays with its keepers."""
    restricted, named, keepers = keepers_of(contact, at=at)
    if restricted and (named or keepers):
        yield owner_of(contact, at=at)
        yield from () if rung == "team" else (*named, *keepers)
        return
    team = agencies.team(str(contact.team_id))
    known = who_know([contact.pk]).get(str(contact.pk), frozenset())
    yield f"team:{team.pk}"
    if rung == "team":
        return
    for person in who_acts_in(team, not_these=known, in_team_only=True, at=at):
        yield f"practitioner:{person.pk}"
    if rung == "managers" and contact.route == Contact.Route.STANDARD:
        there = [one for one in agencies.holders_of("hub_manager", at=at) if str(one.pk) not in known]
        yield from (f"practitioner:{one.pk}" for one in there)
        if not there and (last := duty_team(at=at).ref).startswith("team:"):
            yield last


def _next(running: RunningClock, pack: Pack, at: datetime) -> datetime:
    """A pick-up: when it is late, then every ten minutes while the hub is open; anything else, and at night, with the next
    working day."""
    calendar = pack.calendar()
    if running.rule in timing.AT_THE_GATE:
        if at < running.due_at:
            return running.due_at
        if calendar.is_open(at + TEN_MINUTES) or at - running.due_at < 3 * TEN_MINUTES:
            return at + TEN_MINUTES
    return max(calendar.next_opening(at + A_DAY), at + TEN_MINUTES)
