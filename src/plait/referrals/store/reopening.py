"""Opening a closed referral again: by itself, or because a child must be protected now."""

from datetime import datetime

from plait.base.announce import announce
from plait.base.audit.actor import Actor
from plait.base.packs import Pack
from plait.referrals.events import ReferralReopened
from plait.referrals.models import Referral
from plait.referrals.store.clocks import reopen_after_closing
from plait.referrals.store.moves import make_move


def open_again(
    referral: Referral, subjects: list[str], *, because: str, pack: Pack, by: Actor, at: datetime
) -> None:
    """Back to the hub, without its lead: what was decided, answered and closed before stays (in its moves), and clocks
    about `subjects` that the closing stopped go on. Raises Refused for one that is not closed."""
    referral.lead, referral.lead_team, referral.lead_accepted_at = None, None, None
    referral.closed_at, referral.closed_by, referral.closed_because = None, "", ""
    make_move(referral, "reopen", because=because, by=by, at=at)
    reopen_after_closing(subjects, pack=pack, because=because, by=by, at=at)
    announce(ReferralReopened(referral.pk, by.id, at))
