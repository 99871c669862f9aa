"""Answer a concern otherwise than by accepting a referral: advice, early help, no further action."""

from datetime import datetime

from plait.agencies.roles import may
from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, no
from plait.base.announce import announce
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.packs import current
from plait.referrals.access import open_contact
from plait.referrals.actions.note_opened import note_opened
from plait.referrals.events import ContactAnswered
from plait.referrals.life import CONTACT
from plait.referrals.models import Contact
from plait.referrals.queries.deciding import told_by
from plait.referrals.queries.hub import outcomes_for_contacts
from plait.referrals.rules import may_accept, may_decide
from plait.referrals.store.promises import stop_if_running


@deed
def answer_contact(*, contact_id: str, outcome: str, because: str, by: Actor, at: datetime) -> Contact:
    """Keep the answer with its reason; its clocks end. Needs the same standing as accepting; the same twice is done once."""
    about = f"contact:{contact_id}"
    may(by, "referral:accept").insist(about=about)
    note_opened(contact_id=contact_id, by=by, at=at)
    contact = Contact.objects.select_for_update().get(
        pk=open_contact(by, contact_id, at=at, act="contact:answer").pk
    )
    may_accept(by).insist(about=about)
    may_decide(actor=by, told_by=told_by(contact.pk)).insist(about=about)
    if (contact.status, contact.answered_with, contact.answered_by) == ("answered", outcome, by.id):
        return contact
    pack = current(at=at)
    if outcome not in {one.code for one in outcomes_for_contacts(pack)}:
        raise Refused(
            no(
                "not-for-a-contact",
                say="That cannot be decided without accepting a referral.",
                next_step="Accept it as a referral first, or choose another answer",
            ),
            about=about,
        )
    if not because.strip():
        raise Refused(
            no("needs-reason", say="Say why this is the answer.", next_step="Add a reason"), about=about
        )
    CONTACT.may("answer", now=contact.status).insist(about=about)
    contact.status = CONTACT.after("answer", now=contact.status)
    contact.answered_with, contact.answered_because = outcome, because.strip()
    contact.answered_by, contact.answered_at = by.id, at
    contact.save(update_fields=["status", "answered_with", "answered_because", "answered_by", "answered_at"])
    for clock in ("decision", "rating"):
        stop_if_running(f"{contact.ref}:{clock}", end_event=f"answered: {outcome}", by=by.id, at=at)
    record(act="contact:answered", about=contact.ref, by=by, at=at, fields=("content",), pack=pack.release_id)
    announce(ContactAnswered(contact.pk, outcome, by.id, at))
    return contact
