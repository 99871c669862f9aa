"""Copy permitted text into one's own agency's record: least detail, chosen line by line, and kept as *what we shared*."""

from collections.abc import Sequence
from datetime import datetime

from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, no
from plait.base.audit.actor import Actor
from plait.people.access import open_person
from plait.sharing.actions.decide_sharing import Said, decide_sharing
from plait.sharing.models import SharingDecision
from plait.sharing.rules import Gateway, Line, Proposal


@deed
def copy_text(
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
    """Keep which lines about this person the reader's agency took into its own record, word for word.

    The caller hands over only lines that the reader may see. Raises Refused for whoever may not open the person, where
    nothing was chosen, and where no gateway lets their kind of agency have it.
    """
    open_person(by, person_id, at=at, act="person:copy")
    if not said:
        raise Refused(
            no("nothing-chosen", say="Choose at least one entry to copy.", next_step="Tick what you need"),
            about=f"person:{person_id}",
        )
    return decide_sharing(
        proposal=Proposal(
            purpose="Copying for our own record",
            gateway=gateway,
            on=at.date(),
            holder_kind=holder_kind,
            recipient_kind=by.agency_kind,
            lines=[Line(line.field_group) for line in said],
            outcome="share",
            occasion="copy",
        ),
        said=said,
        people=[person_id],
        source_ref=f"person:{person_id}",
        from_agency=from_agency,
        to_agency=by.agency,
        recipient=f"practitioner:{by.id}",
        channel="copy",
        pack=pack,
        by=by,
        at=at,
    )
