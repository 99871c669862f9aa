"""Protect a child now, straight from a concern: accepted and decided in one deed. Nothing stands before it."""

from datetime import datetime

from plait.base import packs
from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, no
from plait.base.audit.actor import Actor
from plait.referrals.actions.accept_referral import accept_referral
from plait.referrals.actions.decide_next_step import decide_next_step
from plait.referrals.models import Decision, Referral


@deed
def protect_now(
    *,
    contact_id: str,
    outcome: str,
    because: str,
    decision_id: str | None = None,
    decided_at: datetime | None = None,
    by: Actor,
    at: datetime,
) -> Decision:
    """A qualified worker accepts the concern, if nobody has, and chooses an outcome that the pack marks `never_blocked`.

    Checks, the rule on one's own referral and the level of need come after; the decision keeps what was still out.
    """
    pack = packs.current(at=at)
    if outcome not in pack.outcomes or not pack.outcome(outcome).never_blocked:
        raise Refused(
            no(
                "not-protection",
                say="That outcome is not one of immediate protection.",
                next_step="Accept the concern as a referral, then decide",
            ),
            about=f"contact:{contact_id}",
        )
    referral = Referral.objects.filter(contact_id=contact_id).first()
    if referral is None:
        referral = accept_referral(
            contact_id=contact_id, because=because, protecting=True, accepted_at=decided_at, by=by, at=at
        )
    return decide_next_step(
        referral_id=str(referral.pk),
        outcome=outcome,
        level=None,
        because=because,
        read_version=referral.version,
        decision_id=decision_id,
        decided_at=decided_at,
        by=by,
        at=at,
    )
