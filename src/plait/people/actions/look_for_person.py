"""Look for somebody Plait may already know: purpose kept, enough to go on, at most ten, every one returned audited."""

from collections.abc import Iterable
from datetime import datetime

from plait.agencies.roles import may
from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.people.access import unreachable_people
from plait.people.models import Description
from plait.people.queries import people_like
from plait.people.rules import Query, may_search


@deed
def look_for_person(
    *, query: Query, purpose: str, besides: Iterable[str] = (), by: Actor, at: datetime
) -> list[Description]:
    """Possible known people, best first. Raises Refused when there is too little to go on or no role to search."""
    may(by, "identity:search").insist()
    may_search(query).insist()
    found = people_like(query, hidden=unreachable_people(by, at=at), besides=besides)
    told = [
        name for name in ("forename", "surname", "born_on", "nhs_number", "postcode") if getattr(query, name)
    ]
    record(act="person:searched", about="search:people", by=by, at=at, purpose=purpose, fields=told)
    if found:
        record(
            act="person:returned",
            about=[f"person:{description.person_id}" for description in found],
            by=by,
            at=at,
            purpose=purpose,
            fields=("identity",),
        )
    return found
