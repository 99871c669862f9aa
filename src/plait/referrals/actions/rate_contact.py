"""Say how urgent a concern is, and why; or change it. Urgency is not level of need."""

from datetime import datetime

from plait.agencies.roles import may
from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, no
from plait.base.announce import announce
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.clock.actions.rerate_clock import rerate_clock
from plait.base.clock.models import RunningClock
from plait.base.clock.queries import clock as clock_of
from plait.base.clock.targets import Target
from plait.base.packs import NotInPack, Pack, current
from plait.base.packs.schema.ratings import Rating
from plait.base.timers import move_timer
from plait.base.timers.queries import timers_under
from plait.referrals.access import open_contact
from plait.referrals.actions.note_opened import note_opened
from plait.referrals.events import ContactRated
from plait.referrals.life import CONTACT
from plait.referrals.models import Contact, PartnerCheck, RatingGiven
from plait.referrals.store.promises import start, watch_opening


@deed
def rate_contact(*, contact_id: str, rating: str, because: str, by: Actor, at: datetime) -> RatingGiven:
    """Keep the rating with its reason. The first starts the clock of its decision, from when the concern was received;
    a later one changes that clock's time, and of every check still out, without a reset. The same twice is done once."""
    about = f"contact:{contact_id}"
    may(by, "contact:rate").insist(about=about)
    note_opened(contact_id=contact_id, by=by, at=at)
    contact = Contact.objects.select_for_update().get(
        pk=open_contact(by, contact_id, at=at, act="contact:rate").pk
    )
    pack = current(at=at)
    chosen = _in_pack(pack, rating, about)
    if not because.strip():
        raise Refused(
            no("needs-reason", say="Say why you chose this rating.", next_step="Add a reason"), about=about
        )
    last = contact.ratings.order_by("-at", "-pk").first()
    if last is not None and contact.rating == rating:
        if last.because == because.strip():
            return last
        raise Refused(
            no(
                "rated-so-already",
                say=f"The rating is “{chosen.label}” already.",
                next_step="Choose another rating, or leave it as it is",
            ),
            about=about,
        )
    contact.status = CONTACT.after("rate", now=contact.status)
    was, contact.rating = contact.rating, rating
    contact.save(update_fields=["status", "rating"])
    given = RatingGiven.objects.create(
        contact=contact,
        was=was,
        rating=rating,
        because=because.strip(),
        by=by.id,
        by_name=by.name,
        at=at,
        pack=pack.release_id,
    )
    _clocks(contact, chosen, because=because.strip(), pack=pack, by=by, at=at)
    watch_opening(contact, rating=chosen, pack=pack, at=at)
    record(act="contact:rated", about=contact.ref, by=by, at=at, fields=("content",), pack=pack.release_id)
    announce(ContactRated(contact.pk, was, rating, by.id, at))
    return given


def _in_pack(pack: Pack, code: str, about: str) -> Rating:
    try:
        return pack.rating(code)
    except NotInPack:
        raise Refused(
            no(
                "no-such-rating",
                say="That rating is not one of this area’s.",
                next_step="Choose one of the list",
            ),
            about=about,
        ) from None


def _clocks(contact: Contact, rating: Rating, *, because: str, pack: Pack, by: Actor, at: datetime) -> None:
    key = f"{contact.ref}:rating"
    if clock_of(key) is None:
        start(
            key=key,
            rule="rating_decision",
            subject=contact.ref,
            start_event="concern received",
            started_at=contact.received_at,
            target=rating.decision_target,
            owner=f"team:{contact.team_id}",
            pack=pack,
            by=by.id,
            at=at,
        )
    else:
        _count_again(key, rating.decision_target, because=because, pack=pack, by=by, at=at)
    for check in PartnerCheck.objects.filter(referral__contact=contact, status__in=("asked", "opened")):
        again = _count_again(
            f"{check.ref}:answer", rating.partner_return_target, because=because, pack=pack, by=by, at=at
        )
        if again is not None:
            for timer in timers_under(check.ref, f"{check.ref}:answer"):
                move_timer(key=timer, due_at=again.due_at)


def _count_again(
    key: str, target: Target, *, because: str, pack: Pack, by: Actor, at: datetime
) -> RunningClock | None:
    found = clock_of(key)
    if found is None or found.state == RunningClock.State.STOPPED:
        return None
    return rerate_clock(
        key=key,
        target=target,
        calendar=pack.calendar(),
        because=because,
        by=by.id,
        at=at,
        pack_release=pack.release_id,
    )
