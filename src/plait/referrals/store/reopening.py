"""Opening a closed referral again: by itself, or because a child must be protected now."""

from datetime import datetime

from plait.agencies.models import Team
from plait.base.announce import announce
from plait.base.audit.actor import Actor
from plait.base.packs import Pack
from plait.people.actions.restore_involvements import restore_involvements
from plait.referrals.events import ReferralReopened
from plait.referrals.models import PartnerCheck, Referral
from plait.referrals.store.clocks import (
    ask_again_to_lead,
    await_decision,
    hand_on_promises,
    reopen_after_closing,
)
from plait.referrals.store.moves import make_move


def open_again(
    referral: Referral,
    subjects: list[str],
    *,
    because: str,
    asks: Team | None = None,
    pack: Pack,
    by: Actor,
    at: datetime,
) -> None:
    """Without its lead: what was decided, answered and closed before stays (in its moves), clocks about `subjects` that
    the closing stopped go on, and every way in that the closing ended is given back. The team `asks` is asked anew to
    accept, with a clock; without one it is the hub's, which decides anew within a concern's time. Raises Refused for one that is
    not closed."""
    closed_at = referral.closed_at
    referral.lead, referral.lead_team, referral.lead_accepted_at = None, None, None
    referral.closed_at, referral.closed_by, referral.closed_because = None, "", ""
    referral.closed_outcome = ""
    make_move(referral, "reopen and ask" if asks else "reopen", because=because, by=by, at=at)
    reopen_after_closing(subjects, pack=pack, because=because, by=by, at=at)
    hand_on_promises(
        referral,
        owner=f"team:{referral.contact.team_id}",
        because="Opened again: nobody leads.",
        by=by,
        at=at,
    )
    if closed_at is not None:
        _give_back_ways_in(referral, closed_at, by=by, at=at)
    if asks is not None:
        ask_again_to_lead(referral, asks, pack, by=by, at=at)
    else:
        await_decision(referral, pack, by=by, at=at)
    announce(ReferralReopened(referral.pk, by.id, at))


def _give_back_ways_in(referral: Referral, closed_at: datetime, *, by: Actor, at: datetime) -> None:
    restore_involvements(
        source_kind="contact", source_id=referral.contact_id, ended_at=closed_at, by=by, at=at
    )
    kept = PartnerCheck.objects.filter(referral=referral).exclude(status=PartnerCheck.Status.WITHDRAWN)
    for check in kept.order_by("asked_at", "pk"):
        restore_involvements(source_kind="check", source_id=check.pk, ended_at=closed_at, by=by, at=at)
