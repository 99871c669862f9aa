"""Say who somebody in a concern is: somebody Plait knows, or somebody new. A person decides, and it can be undone."""

from datetime import datetime

from plait.agencies.roles import may
from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, no
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.people.actions.confirm_person import confirm_person
from plait.people.models import Assertion
from plait.referrals.access import hold_person


@deed
def say_who(
    *, contact_id: str, contact_person_id: str, person_id: str | None, because: str, by: Actor, at: datetime
) -> Assertion:
    """`person_id` is the known person, or None for somebody new. Saying the same again changes nothing."""
    may(by, "identity:confirm").insist(about=f"contact:{contact_id}")
    one = hold_person(contact_id, contact_person_id, by=by, at=at)
    last = one.description.links.filter(retracted_at__isnull=True).order_by("-at").first()
    if (
        one.confirmed_at is not None
        and last is not None
        and str(last.person_id) == (person_id or str(last.person_id))
    ):
        return last
    if one.confirmed_at is not None and last is not None and last.person_id != last.was_id:
        # Joined to somebody known already: their record must not be moved on to a third person from here.
        raise Refused(
            no(
                "said-already",
                say="Somebody has said already who this is.",
                next_step="Look at what they said; undo it first if it is wrong",
            ),
            about=f"contact:{contact_id}",
        )
    link = confirm_person(
        description_id=str(one.description_id), person_id=person_id, because=because.strip(), by=by, at=at
    )
    one.confirmed_by, one.confirmed_at = by.id, at
    one.save(update_fields=["confirmed_by", "confirmed_at"])
    record(act="contact:who-said", about=f"contact:{contact_id}", by=by, at=at, fields=("identity",))
    return link
