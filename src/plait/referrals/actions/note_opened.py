"""The hub opens a concern for the first time: nobody needs to be rung about it any more."""

from datetime import datetime

from plait.base.access.deeds import deed
from plait.base.announce import announce
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.referrals.access import open_contact
from plait.referrals.events import ContactOpened
from plait.referrals.models import Contact
from plait.referrals.store.promises import stop_if_running, stop_watching


@deed
def note_opened(*, contact_id: str, by: Actor, at: datetime) -> bool:
    """True the first time somebody of the team that owns the concern opens it; afterwards, and for others, nothing."""
    contact = Contact.objects.select_for_update().get(pk=open_contact(by, contact_id, at=at).pk)
    if contact.opened_at is not None or str(contact.team_id) not in by.teams:
        return False
    contact.opened_at, contact.opened_by = at, by.id
    contact.save(update_fields=["opened_at", "opened_by"])
    stop_if_running(f"{contact.ref}:open", end_event="opened", by=by.id, at=at)
    stop_watching(contact.ref)
    record(act="contact:opened", about=contact.ref, by=by, at=at)
    announce(ContactOpened(contact.pk, by.id, at))
    return True
