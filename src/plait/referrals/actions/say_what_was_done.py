"""The team that holds the child says what it did with a concern that it accepted: only then is nothing owed about it any more."""

from datetime import datetime

from plait.agencies.roles import may
from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, no
from plait.base.announce import announce
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.referrals.access import open_contact
from plait.referrals.events import PassedConcernDone
from plait.referrals.life import CONTACT
from plait.referrals.models import Contact
from plait.referrals.store.clocks import end_passing

SAID = "continue_open"  # the outcome of the pack: the child's own team has it


@deed
def say_what_was_done(*, contact_id: str, because: str, by: Actor, at: datetime) -> Contact:
    """Only a member of the team that accepted it. Whoever told us hears that it was acted on, never what. The same twice is done
    once. Raises Refused before it was accepted, and without words."""
    about = f"contact:{contact_id}"
    may(by, "lead:accept").insist(about=about)
    contact = Contact.objects.select_for_update().get(
        pk=open_contact(by, contact_id, at=at, act="contact:say-done").pk
    )
    if str(contact.passed_to_id or "") not in by.teams or contact.taken_on_at is None:
        raise Refused(
            no(
                "not-accepted-by-them",
                say="Your team has not accepted this concern.",
                next_step="Accept it first, or ring the hub",
            ),
            about=about,
        )
    if (contact.answered_because, contact.answered_by) == (because.strip(), by.id):
        return contact
    if not because.strip():
        raise Refused(
            no("needs-reason", say="Say what you did with it.", next_step="Add some words"), about=about
        )
    CONTACT.may("say what was done", now=contact.status).insist(about=about)
    contact.status = CONTACT.after("say what was done", now=contact.status)
    contact.answered_with, contact.answered_because = SAID, because.strip()
    contact.answered_by, contact.answered_at = by.id, at
    contact.save(update_fields=["status", "answered_with", "answered_because", "answered_by", "answered_at"])
    end_passing(contact.ref, end_event="the team said what it did", by=by, at=at)
    record(act="contact:done", about=contact.ref, by=by, at=at, fields=("content",))
    announce(PassedConcernDone(contact.pk, by.id, at))
    return contact
