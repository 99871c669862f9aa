"""A partner looks for somebody among what their own agency has sent: nothing of any other agency's, each one audited."""

from datetime import datetime
from functools import partial

from plait.agencies.roles import may
from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.people.access import described_to, unmet_by
from plait.people.queries.finding import Likely, find_people
from plait.people.rules import Query, may_search


@deed
def look_in_own_records(*, query: Query, purpose: str, by: Actor, at: datetime) -> list[Likely]:
    """At most ten of the reader's own agency's records, best first; the same least as any search, nobody they may not meet."""
    may(by, "check:answer").insist()
    may_search(query).insist()
    known = partial(described_to, by, at=at)
    found = (
        find_people(query, known=known, agency_id=by.agency, unmet=unmet_by(by, at=at)).people
        if by.agency
        else []
    )
    told = [name for name in ("forename", "surname", "born_on", "nhs_number") if getattr(query, name)]
    record(act="record:searched", about=f"agency:{by.agency}", by=by, at=at, purpose=purpose, fields=told)
    about = sorted({f"person:{one.person_id}" for one in found})
    if about:
        record(act="record:returned", about=about, by=by, at=at, purpose=purpose, fields=("identity",))
    return found
