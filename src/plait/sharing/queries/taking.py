"""What may be taken out of Plait, as a copy or on paper: asked before it is shown, and again when it is taken."""

from collections.abc import Sequence
from datetime import datetime

from plait.base.audit.actor import Actor
from plait.base.clock import LONDON
from plait.sharing.rules import Gateway, Line, Proposal

PURPOSES = {"copy": "Copying for our own record", "print": "Printing for a meeting or a visit"}
CODES = {"copy": "own_record", "print": "meeting"}


def proposal_to_take(
    *,
    occasion: str,
    lines: Sequence[Line],
    gateway: Gateway | None,
    holder_kind: str,
    from_agency: str,
    people: Sequence[str] = (),
    by: Actor,
    at: datetime,
) -> Proposal:
    """The proposal that a copy (`copy`) or a print (`print`) is, from whoever holds the story to the reader's agency."""
    return Proposal(
        purpose=PURPOSES[occasion],
        purpose_code=CODES[occasion],
        gateway=gateway,
        on=at.astimezone(LONDON).date(),
        holder_kind=holder_kind,
        recipient_kind=by.agency_kind,
        holder=from_agency,
        recipient=by.agency,
        lines=lines,
        people=tuple(people),
        outcome="share",
        occasion=occasion,
    )
