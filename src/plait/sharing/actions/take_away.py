"""Take what Plait shows out of it, as a copy for one's own agency's record or on paper; kept as *what we shared*."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, no
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.people.access import open_person
from plait.sharing.actions.decide_sharing import Said, decide_sharing
from plait.sharing.models import SharingDecision
from plait.sharing.queries.taking import PURPOSES, proposal_to_take
from plait.sharing.rules import Gateway


@deed
def take_away(
    *,
    occasion: Literal["copy", "print"],
    person_id: str,
    said: Sequence[Said],
    source_checked: bool = False,
    gateway: Gateway | None,
    holder_kind: str,
    from_agency: str,
    pack: str,
    by: Actor,
    at: datetime,
) -> SharingDecision:
    """Keep which lines about this person the reader's agency took, word for word; shielded places are not among them.

    The caller hands over only lines that the reader may see. Raises Refused for whoever may not open the person, where
    nothing was chosen to copy, where no gateway or agreement lets their agency have it, and where a line may say who told us
    and nobody has said that they read it for that (`source_checked`, which is kept).
    """
    open_person(by, person_id, at=at, act=f"person:{occasion}")
    if occasion == "copy" and not said:
        raise Refused(
            no("nothing-chosen", say="Choose at least one entry to copy.", next_step="Tick what you need"),
            about=f"person:{person_id}",
        )
    if any(line.may_tell for line in said):
        if not source_checked:
            raise Refused(
                no(
                    "may-show-who-told",
                    say="This may show who told us. Nothing has left Plait.",
                    next_step="Read it for that, tick that you did, then go on",
                ),
                about=f"person:{person_id}",
            )
        record(
            act="person:source-checked", about=f"person:{person_id}", by=by, at=at, purpose=PURPOSES[occasion]
        )
    return decide_sharing(
        proposal=proposal_to_take(
            occasion=occasion,
            lines=[one.weighed for one in said],
            gateway=gateway,
            holder_kind=holder_kind,
            from_agency=from_agency,
            by=by,
            at=at,
        ),
        said=said,
        people=[person_id],
        source_ref=f"person:{person_id}",
        from_agency=from_agency,
        to_agency=by.agency,
        recipient=f"practitioner:{by.id}",
        channel=occasion,
        pack=pack,
        by=by,
        at=at,
    )
