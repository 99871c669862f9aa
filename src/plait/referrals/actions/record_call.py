"""Record a telephone call: anyone may ring, and the hub writes it down while they speak."""

from dataclasses import replace
from datetime import datetime

from plait.agencies.roles import may
from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, no
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.referrals.actions.raise_concern import raise_concern
from plait.referrals.concern import Concern
from plait.referrals.models import Contact


@deed
def record_call(*, concern: Concern, draft_id: str | None = None, by: Actor, at: datetime) -> Contact:
    """Keep what a caller said as a concern that came by telephone. `concern.teller` says who rang.

    The concern itself is never edited afterwards: what comes later stands beside it as a CallNote.
    """
    may(by, "call:record").insist()
    if concern.teller is None:
        raise Refused(
            no(
                "no-caller",
                say="Say who rang. “Does not want to be named” is an answer.",
                next_step="Choose one",
            ),
            about="page:record-call",
        )
    contact = raise_concern(concern=replace(concern, channel="phone"), draft_id=draft_id, by=by, at=at)
    record(act="call:recorded", about=contact.ref, by=by, at=at, fields=("source",))
    return contact
