"""Open a closed referral again, with its history: "concern again" does not begin at nothing."""

from datetime import datetime

from plait.agencies.roles import may
from plait.base import packs
from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, no
from plait.base.announce import announce
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.referrals.access import open_referral
from plait.referrals.events import ReferralReopened
from plait.referrals.models import Referral
from plait.referrals.queries.closing import clock_subjects
from plait.referrals.store.clocks import reopen_after_closing
from plait.referrals.store.moves import make_move


@deed
def reopen_referral(*, referral_id: str, because: str, by: Actor, at: datetime) -> Referral:
    """Back to the hub: what was decided, answered and closed before stays; clocks that the closing stopped go on."""
    seen = open_referral(by, referral_id, at=at, act="referral:reopen")
    makes = may(by, "decision:make")
    if not makes:
        raise Refused(makes, about=seen.ref)
    if not because.strip():
        raise Refused(
            no("no-reason", say="Say why it is opened again.", next_step="Add your reason"), about=seen.ref
        )
    referral = Referral.objects.select_for_update().get(pk=seen.pk)
    referral.lead, referral.lead_team, referral.lead_accepted_at = None, None, None
    referral.closed_at, referral.closed_by, referral.closed_because = None, "", ""  # kept in its moves
    make_move(referral, "reopen", because=because.strip(), by=by, at=at)
    reopen_after_closing(
        clock_subjects(referral), pack=packs.current(at=at), because=because.strip(), by=by, at=at
    )
    record(act="referral:reopened", about=referral.ref, by=by, at=at, fields=("content",))
    announce(ReferralReopened(referral.pk, by.id, at))
    return referral
