"""Words of a disagreement that another agency reads: held against what must not leave."""

from collections.abc import Iterable
from datetime import datetime

from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.escalation.models import Disputed
from plait.referrals.models import Contact
from plait.referrals.queries.leaving import insist_may_leave


def leaves(contact: Contact, readers: Iterable[str], by: Actor) -> bool:
    """Does another agency than the one that holds the concern read what this person, who works for that one, writes?"""
    holder = str(contact.team.agency_id)
    return by.agency == holder and any(one != holder for one in readers)


def may_leave(of: Disputed, texts: Iterable[str], *, other_because: str, by: Actor, at: datetime) -> None:
    """Raises Refused while these words say where somebody protected is, who told us, or who must not know. A name that is
    somebody else’s may stand for a reason, which is kept."""
    contact = Contact.objects.select_related("team").get(pk=of.contact_id)
    if not leaves(contact, [str(of.our_agency_id), str(of.their_agency_id)], by):
        return
    about = f"contact:{of.contact_id}"
    if insist_may_leave(contact, texts, other_because=other_because, about=about):
        record(act="escalation:name-kept", about=about, by=by, at=at, purpose=other_because[:120])
