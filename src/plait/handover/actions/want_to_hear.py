"""Somebody wants to hear when another area asks about a child, or wants it no more.

Recorded under its own number alone: on the child's list of who looked it would say that somebody expects them to move.
"""

from datetime import datetime

from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.handover.models import StandingInterest
from plait.handover.queries.discovery import interest_of, limits
from plait.handover.store.interest import keep_interest
from plait.people.access import open_person


@deed
def want_to_hear(*, person_id: str, by: Actor, at: datetime) -> StandingInterest:
    """Whoever may open the child says so; said again it begins anew, and it ends by itself after the days of the pack. They hear
    only while they may hear of the child (`store.telling`), and never of what is asked from custodian to custodian."""
    person = open_person(by, person_id, at=at)
    kept = keep_interest(str(person.pk), days=limits(at).interest_days, by=by, at=at)
    record(act="discovery:interest-noted", about=kept.ref, by=by, at=at)
    return kept


@deed
def hear_no_more(*, person_id: str, by: Actor, at: datetime) -> bool:
    """Their own interest in this child ends now; anybody else's stands. False where there was none."""
    person = open_person(by, person_id, at=at)
    own = interest_of(by.id, str(person.pk))
    named = [one.ref for one in own]
    own.delete()
    record(act="discovery:interest-ended", about=named or "page:other-areas", by=by, at=at)
    return bool(named)
