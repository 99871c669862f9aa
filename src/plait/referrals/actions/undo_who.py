"""Undo who somebody in a concern was said to be."""

from datetime import datetime

from plait.agencies.roles import may
from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, no
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.people.actions.undo_confirmation import undo_confirmation
from plait.referrals.access import hold_person
from plait.referrals.models import ContactPerson


@deed
def undo_who(
    *, contact_id: str, contact_person_id: str, because: str, by: Actor, at: datetime
) -> ContactPerson:
    """The description goes back to the person it came from; the question *who is it?* is open again."""
    about = f"contact:{contact_id}"
    may(by, "identity:confirm").insist(about=about)
    one = hold_person(contact_id, contact_person_id, by=by, at=at)
    if one.confirmed_at is None:
        return one
    if not because.strip():
        raise Refused(
            no("needs-reason", say="Say why this was wrong.", next_step="Add a reason"), about=about
        )
    link = one.description.links.filter(retracted_at__isnull=True).order_by("-at").first()
    if link is not None:
        undo_confirmation(link_id=str(link.pk), because=because.strip(), by=by, at=at)
    one.confirmed_by, one.confirmed_at = "", None
    one.save(update_fields=["confirmed_by", "confirmed_at"])
    record(act="contact:who-undone", about=about, by=by, at=at, fields=("identity",))
    return one
