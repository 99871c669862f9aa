"""Questions between areas are kept for as many days as the pack of each end says."""

from datetime import datetime

from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.handover.models import OnceFled
from plait.handover.queries.discovery import old, requests_of, who_fled
from plait.sharing.actions.erase_decisions import erase_decisions


@deed
def forget_asks(*, before: datetime, by: Actor, at: datetime) -> int:
    """What was asked before that moment goes, whoever asked, and with what was asked for and answered go the words in which it
    was shared; not what somebody here still owes a word or a call. That somebody was asked about as one who flees stays."""
    found = old(before=before)
    if gone_too := requests_of(*found[:3]):
        erase_decisions(source_refs=gone_too, by=by, at=at)
    OnceFled.objects.bulk_create(
        [OnceFled(person=one, at=at) for one in sorted(who_fled(*found[:2]))], ignore_conflicts=True
    )
    gone = sum(rows.delete()[0] for rows in found)
    record(act="discovery:forgotten", about="page:asked-between-areas", by=by, at=at)
    return gone
