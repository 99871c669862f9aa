"""The team that a concern was passed to has not accepted it: the hub takes it back, and decides."""

from datetime import datetime

from plait.agencies.roles import may
from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, no
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.clock.actions.reopen_clock import reopen_clock
from plait.base.clock.models import RunningClock
from plait.base.clock.queries import clock as clock_of
from plait.base.clock.queries import not_before
from plait.base.packs import Pack, current
from plait.people.actions.end_involvements import end_involvements
from plait.referrals.access import open_contact
from plait.referrals.life import CONTACT
from plait.referrals.models import Contact
from plait.referrals.queries.deciding import told_by
from plait.referrals.rules import may_decide
from plait.referrals.store.clocks import end_passing, passed_clock
from plait.referrals.store.rerating import count_again

TAKEN_BACK = "taken back by the hub"


@deed
def take_back(*, contact_id: str, because: str, by: Actor, at: datetime) -> Contact:
    """That team can open it no more by this way, and the hub's own times go on from where they stood: what the passing
    had used of the day stays a pause that is kept with its reason. What was accepted is theirs and is not taken."""
    about = f"contact:{contact_id}"
    may(by, "referral:accept").insist(about=about)
    contact = Contact.objects.select_for_update().get(
        pk=open_contact(by, contact_id, at=at, act="contact:take-back").pk
    )
    may_decide(actor=by, told_by=told_by(contact.pk)).insist(about=about)
    if contact.status in (Contact.Status.RECEIVED, Contact.Status.RATED):
        last = passed_clock(contact.ref)
        if last is not None and last.end_event == TAKEN_BACK:
            return contact  # sent twice, it is done once
    verb = "take back" if contact.rating else "take back unrated"
    CONTACT.may(verb, now=contact.status).insist(about=about)
    if str(contact.team_id) not in by.teams:
        raise Refused(
            no("not-theirs", say="Only the hub takes it back.", next_step="Ring the hub"), about=about
        )
    if contact.taken_on_at is not None:
        raise Refused(
            no("accepted-already", say="That team has accepted it.", next_step="Ring the team"), about=about
        )
    if not because.strip():
        raise Refused(
            no("needs-reason", say="Say why you are taking it back.", next_step="Add a reason"), about=about
        )
    contact.status = CONTACT.after(verb, now=contact.status)
    contact.passed_to = None
    contact.save(update_fields=["status", "passed_to"])
    end_involvements(
        source_kind="contact", source_id=contact.pk, kinds=frozenset({"allocated"}), by=by, at=at
    )
    end_passing(contact.ref, end_event=TAKEN_BACK, by=by, at=at)
    pack = current(at=at)
    for kind in ("decision", "rating"):
        _go_on(f"{contact.ref}:{kind}", because=because.strip(), pack=pack, by=by, at=at)
    rating = next((one for one in pack.ratings if one.code == contact.rating), None)
    if rating is not None:  # rated anew while it waited at that team
        say = "It was rated anew while it waited at a team."
        key, target = f"{contact.ref}:rating", rating.decision_target
        count_again(key, target, because=say, pack=pack, by=by, at=at)
    record(
        act="contact:taken-back", about=contact.ref, by=by, at=at, fields=("content",), pack=pack.release_id
    )
    return contact


def _go_on(key: str, *, because: str, pack: Pack, by: Actor, at: datetime) -> None:
    clock = clock_of(key)
    if clock is not None and clock.state == RunningClock.State.STOPPED:
        reopen_clock(
            key=key,
            calendar=pack.calendar(),
            because=f"Taken back: {because}"[:300],
            by=by.id,
            at=not_before(clock, at),
        )
