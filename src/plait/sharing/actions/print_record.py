"""Print a record: paper leaves the building, so what is on it is kept as *what we shared*."""

from collections.abc import Sequence
from datetime import datetime

from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.people.access import open_person
from plait.sharing.actions.decide_sharing import Said, decide_sharing
from plait.sharing.models import SharingDecision
from plait.sharing.rules import Gateway, Line, Proposal


@deed
def print_record(
    *,
    person_id: str,
    said: Sequence[Said],
    gateway: Gateway | None,
    holder_kind: str,
    from_agency: str,
    pack: str,
    by: Actor,
    at: datetime,
) -> SharingDecision:
    """Keep that this person's story was printed, by whom and with which lines; shielded places are not among them.

    Raises Refused for whoever may not open the person, and where no gateway lets their kind of agency have it.
    """
    open_person(by, person_id, at=at, act="person:print")
    return decide_sharing(
        proposal=Proposal(
            purpose="Printing for a meeting or a visit",
            gateway=gateway,
            on=at.date(),
            holder_kind=holder_kind,
            recipient_kind=by.agency_kind,
            lines=[Line(line.field_group) for line in said],
            outcome="share",
            occasion="print",
        ),
        said=said,
        people=[person_id],
        source_ref=f"person:{person_id}",
        from_agency=from_agency,
        to_agency=by.agency,
        recipient=f"practitioner:{by.id}",
        channel="print",
        pack=pack,
        by=by,
        at=at,
    )
