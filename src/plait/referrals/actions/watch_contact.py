"""Watch that somebody opens a new concern in its minutes."""

from datetime import datetime

from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.packs import current
from plait.referrals.models import Contact
from plait.referrals.store.promises import watch_opening


@deed
def watch_contact(*, contact_id: str, by: Actor, at: datetime) -> Contact:
    """Nobody has rated it yet, so it is watched as if it were of the area's most urgent rating. Done by Plait itself."""
    contact = Contact.objects.get(pk=contact_id)
    pack = current(at=at)
    watch_opening(contact, rating=pack.ratings[0], pack=pack, at=at)
    record(act="contact:watched", about=contact.ref, by=by, at=at, pack=pack.release_id)
    return contact
