"""End one practitioner's way into one record: from the next request on it is shut."""

from datetime import datetime

from plait.base.access.deeds import deed
from plait.base.access.verdict import no
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.people.access import insist_may_end
from plait.people.models import Claim, Involvement

LEAST = 5


@deed
def end_involvement(
    *, person_id: str, involvement_id: str, because: str, by: Actor, at: datetime
) -> Involvement:
    """One's own, or a colleague's with a child whom one works with. What was allocated by a referral ends with it, by the
    hub (`referrals`), not here."""
    found = insist_may_end(by, person_id, involvement_id, at=at)
    about = f"person:{person_id}"
    if len(because.strip()) < LEAST:
        no("no-reason", say="Say why it ends.", next_step="Write the reason").insist(about=about)
    if found.source_kind in ("contact", "check", "stepdown"):
        no(
            "ends-with-its-record",
            say="This comes from a concern, a referral or a step down, and ends when that is closed or given to somebody else.",
            next_step="Close it, or give it to somebody else",
        ).insist(about=about)
    Involvement.objects.filter(pk=found.pk).update(to_at=at)
    Claim.objects.filter(involvement=found).update(
        state=Claim.State.ENDED, ends_at=at, answered_by=by.id, answered_at=at
    )
    record(act="involvement:ended", about=about, by=by, at=at, purpose=because.strip())
    found.to_at = at
    return found
