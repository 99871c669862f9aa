"""Close a concern on the closed list, with a reason. Only those who keep the list can; whoever raised it hears."""

from datetime import datetime

from plait.agencies.roles import may
from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, hidden, no
from plait.base.announce import announce
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.packs import current
from plait.referrals.access import open_contact
from plait.referrals.actions.note_opened import note_opened
from plait.referrals.events import ContactAnswered
from plait.referrals.life import CONTACT
from plait.referrals.models import Contact
from plait.referrals.queries.hub import closed_list_outcome
from plait.referrals.store.promises import stop_if_running


@deed
def answer_closed_list(*, contact_id: str, because: str, by: Actor, at: datetime) -> Contact:
    """The concern is answered, its clocks end, and whoever raised it is told, in the area's words for no further action.

    The reason stays with the list: no wording repeats it. The same reason twice is done once. Raises Refused for anyone
    who does not keep the list, and for a concern that does not stand on it.
    """
    about = f"contact:{contact_id}"
    may(by, "closed-list:read").insist(about=about)
    note_opened(contact_id=contact_id, by=by, at=at)
    contact = Contact.objects.select_for_update().get(
        pk=open_contact(by, contact_id, at=at, act="contact:close-closed-list").pk
    )
    if contact.route != Contact.Route.CLOSED_LIST:
        raise Refused(hidden("not-on-the-closed-list"), about=about)
    words = because.strip()
    if not words:
        raise Refused(
            no("needs-reason", say="Say why it closes.", next_step="Add what was found and done"), about=about
        )
    done = (contact.status, contact.answered_because, contact.answered_by)
    if done == (Contact.Status.ANSWERED, words, by.id):
        return contact
    CONTACT.may("answer", now=contact.status).insist(about=about)
    pack = current(at=at)
    outcome = closed_list_outcome(pack)
    contact.status = CONTACT.after("answer", now=contact.status)
    contact.answered_with, contact.answered_because = outcome, words
    contact.answered_by, contact.answered_at = by.id, at
    contact.save(update_fields=["status", "answered_with", "answered_because", "answered_by", "answered_at"])
    for clock in ("decision", "rating"):
        stop_if_running(f"{contact.ref}:{clock}", end_event="closed on the closed list", by=by.id, at=at)
    record(act="contact:answered", about=contact.ref, by=by, at=at, fields=("content",), pack=pack.release_id)
    announce(ContactAnswered(contact.pk, outcome, by.id, at))
    return contact
