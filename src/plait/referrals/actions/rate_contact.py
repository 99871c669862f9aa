"""Say how urgent a concern is, and why; or change it. Urgency is not level of need."""

from datetime import datetime

from plait.agencies.roles import may
from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, Verdict, no
from plait.base.announce import announce
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.outbox import post
from plait.base.packs import NotInPack, Pack, current
from plait.base.packs.schema.ratings import Rating
from plait.referrals.access import open_contact
from plait.referrals.actions.note_opened import note_opened
from plait.referrals.events import ContactRated
from plait.referrals.life import CONTACT
from plait.referrals.models import Contact, RatingGiven
from plait.referrals.rules import may_enter_later
from plait.referrals.store.promises import watch_opening
from plait.referrals.store.rerating import move_promises, promise_decision


@deed
def rate_contact(
    *, contact_id: str, rating: str, because: str, rated_at: datetime | None = None, by: Actor, at: datetime
) -> RatingGiven:
    """Keep the rating with its reason. The first starts the clock of its decision, from when the concern was received;
    a later one changes that clock's time, and of everything that a team was asked by the old one, without a reset: each of
    those teams hears it. `rated_at` is its true time where it is entered later (Plait was down). The same twice is done once."""
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
    _true_time(rated_at, contact, last, at=at).insist(about=about)
    CONTACT.may("rate", now=contact.status).insist(about=about)
    if contact.status == Contact.Status.WITH_WORKER and contact.taken_on_at is not None:
        raise Refused(
            no("accepted-already", say="That team has accepted it.", next_step="Ring the team"), about=about
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
        rated_at=rated_at,
        pack=pack.release_id,
    )
    because, turn = because.strip(), contact.ratings.count()
    promise_decision(contact, chosen, because=because, pack=pack, by=by, at=at)
    for team, ref, path in move_promises(
        contact, chosen, turn=turn, because=because, pack=pack, by=by, at=at
    ):
        post(
            key=f"{ref}:rated-{turn}:{team}",
            kind="rated-anew",
            to=team,
            about=ref,
            context={"link_path": path, "phone": pack.area.hub_phone},
            at=at,
        )
    watch_opening(contact, rating=chosen, pack=pack, at=at)
    record(act="contact:rated", about=contact.ref, by=by, at=at, fields=("content",), pack=pack.release_id)
    announce(ContactRated(contact.pk, was, rating, by.id, at))
    return given


def _true_time(
    truly: datetime | None, contact: Contact, last: RatingGiven | None, *, at: datetime
) -> Verdict:
    """After the concern came, and after the rating that it changes."""
    if last is None:
        return may_enter_later(truly, since=contact.received_at, at=at)
    before = "That is before the rating that it changes."
    return may_enter_later(truly, since=last.rated_at or last.at, at=at, before=before)


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
