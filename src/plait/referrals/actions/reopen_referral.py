"""Open a closed referral again, with its history: "concern again" does not begin at nothing."""

from datetime import datetime

from plait.agencies.roles import may
from plait.base import packs
from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, no
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.referrals.access import open_referral
from plait.referrals.models import Referral
from plait.referrals.queries.closing import clock_subjects
from plait.referrals.queries.deciding import team_asked
from plait.referrals.store.reopening import open_again


@deed
def reopen_referral(*, referral_id: str, because: str, by: Actor, at: datetime) -> Referral:
    """What was decided, answered and closed before stays; clocks that the closing stopped go on. The team that the last
    decision asked is asked anew to accept; without one it is the hub's to decide."""
    seen = open_referral(by, referral_id, at=at, act="referral:reopen")
    makes = may(by, "decision:make")
    if not makes:
        raise Refused(makes, about=seen.ref)
    if not because.strip():
        raise Refused(
            no("no-reason", say="Say why it is opened again.", next_step="Add your reason"), about=seen.ref
        )
    referral = Referral.objects.select_for_update().get(pk=seen.pk)
    subjects = clock_subjects(referral)
    open_again(
        referral,
        subjects,
        because=because.strip(),
        asks=team_asked(referral),
        pack=packs.current(at=at),
        by=by,
        at=at,
    )
    record(act="referral:reopened", about=referral.ref, by=by, at=at, fields=("content",))
    return referral
