"""The child is at school now: promise that the school hears before its bell whether the child can go home."""

from datetime import datetime

from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.clock.queries import clock
from plait.base.clock.targets import Target
from plait.base.packs import current
from plait.feedback.access import by_plait
from plait.feedback.queries.owing import owner_of
from plait.feedback.rules import minutes_until_word
from plait.feedback.store import timing
from plait.referrals.models import Contact


@deed
def watch_pickup(*, contact_id: str, by: Actor, at: datetime) -> bool:
    """Start the clock of a concern whose child is at school now. False where nobody waits at a gate: not at school, the closed
    list, or written down on a later day than it was told."""
    by_plait(by).insist(about=f"contact:{contact_id}")
    contact = Contact.objects.get(pk=contact_id)
    pack = current(at=at)
    calendar = pack.calendar()
    today = calendar.local(at).date() == calendar.local(contact.received_at).date()
    if contact.in_school_now != "yes" or contact.route != Contact.Route.STANDARD or not today:
        record(act="pickup:nobody-waits", about=contact.ref, by=by, at=at)
        return False
    key = timing.pickup_key(contact.ref)
    if clock(key) is None:
        minutes = minutes_until_word(at, calendar=calendar, by=pack.area.school_pickup_by)
        timing.start(
            key,
            timing.PICKUP,
            subject=contact.ref,
            owner=owner_of(contact, at=at),
            target=Target("minutes", minutes),
            pack=pack,
            by=by.id,
            at=at,
        )
    record(act="pickup:promised", about=contact.ref, by=by, at=at, pack=str(pack.release_id))
    return True
