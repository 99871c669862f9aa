"""A promise of time about a concern or a referral is late: whoever owes it hears, then who acts for them, then managers."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from plait.agencies import queries as agencies
from plait.agencies.duty import who_acts_in
from plait.base.access.by_itself import by_itself
from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.clock.lateness import is_late_by, timer_of
from plait.base.clock.models import RunningClock
from plait.base.clock.queries import clock
from plait.base.outbox import post
from plait.base.packs import Pack, current
from plait.base.timers import set_timer
from plait.people.access import who_may_hear
from plait.referrals.models import Contact, Referral
from plait.referrals.queries.deciding import everybody_in
from plait.referrals.rules import PROMISE_LATE as LATE
from plait.referrals.rules import kept_on

EACH_DAY = 5  # working days; then each week
A_DAY, A_WEEK = timedelta(days=1), timedelta(days=7)


@deed
def remind_of_promise(*, key: str, timer: str, turn: int, by: Actor, at: datetime) -> bool:
    """By Plait itself. False, and nobody is told, when it is kept, stands still, or was given another time since `timer` was set.
    Without this a concern that was opened and then forgotten would only stand in red on a page that somebody must open."""
    by_itself(by).insist(about=f"timer:{LATE}")
    running = clock(key)
    contact = _concern(running.subject) if running is not None else None
    if running is None or contact is None or not is_late_by(running, timer):
        record(act="promise:moved-on", about=running.subject if running else f"timer:{LATE}", by=by, at=at)
        return False
    pack = current(at=at)
    for to in dict.fromkeys(_readers(running, contact, turn, at=at)):
        post(
            key=f"{timer}:{to}"[:200],
            kind=LATE,
            to=to,
            about=contact.ref,
            body_ref="due",
            context={"phone": pack.area.hub_phone, "link_path": kept_on(running.subject)},
            at=at,
        )
    again = _next(pack, turn, at)
    set_timer(key=timer_of(running, turn + 1), kind=LATE, subject=running.subject, due_at=again, at=at)
    record(act="promise:late", about=running.subject, by=by, at=at, reason=running.rule)
    return True


def _concern(subject: str) -> Contact | None:
    kind, _, record_id = subject.partition(":")
    if kind == "contact":
        return Contact.objects.filter(pk=record_id).first()
    referral = Referral.objects.select_related("contact").filter(pk=record_id).first()
    return referral.contact if referral is not None else None


def _readers(running: RunningClock, contact: Contact, turn: int, *, at: datetime) -> Iterable[str]:
    """Nobody to whom the family is known, and of a restricted record nobody for whom it is not there. What stands on the closed
    list stays with its team: it may be about a manager."""
    yield running.owner
    kind, _, team_id = running.owner.partition(":")
    if not turn or kind != "team":
        return
    people = everybody_in(contact.pk)
    named = {str(one.pk) for one in who_acts_in(agencies.team(team_id), in_team_only=True, at=at)}
    if turn > 1 and contact.route == Contact.Route.STANDARD:
        named |= {str(one.pk) for one in agencies.holders_of("hub_manager", at=at)}
    yield from (f"practitioner:{one}" for one in sorted(who_may_hear(named, people, at=at)))


def _next(pack: Pack, turn: int, at: datetime) -> datetime:
    return pack.calendar().next_opening(at + (A_DAY if turn < EACH_DAY else A_WEEK))
