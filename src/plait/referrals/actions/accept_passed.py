"""The team that holds the child accepts a concern the hub passed on. From now on it is theirs, until they say what they did."""

from datetime import datetime

from plait.agencies.roles import may
from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, no
from plait.base.announce import announce
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.packs import current
from plait.referrals.access import open_contact
from plait.referrals.events import WorkerAccepted
from plait.referrals.models import Contact
from plait.referrals.store.clocks import await_what_was_done, end_passing


@deed
def accept_passed(*, contact_id: str, by: Actor, at: datetime) -> Contact:
    """Only a member of the team it was passed to. Accepting twice changes nothing."""
    about = f"contact:{contact_id}"
    may(by, "lead:accept").insist(about=about)
    contact = Contact.objects.select_for_update().get(
        pk=open_contact(by, contact_id, at=at, act="contact:accept-passed").pk
    )
    team = str(contact.passed_to_id or "")
    if contact.status != Contact.Status.WITH_WORKER or team not in by.teams:
        raise Refused(
            no(
                "not-passed-to-them",
                say="This concern has not been passed to your team.",
                next_step="Ring the hub if you think it should be yours",
            ),
            about=about,
        )
    if contact.taken_on_at is not None:
        return contact
    contact.taken_on_by, contact.taken_on_at = by.id, at
    contact.save(update_fields=["taken_on_by", "taken_on_at"])
    end_passing(contact.ref, end_event="accepted by the team", by=by, at=at)
    await_what_was_done(contact, team, current(at=at), by=by, at=at)
    record(act="contact:passed-accepted", about=contact.ref, by=by, at=at)
    announce(WorkerAccepted(contact.pk, team, by.id, at))
    return contact
