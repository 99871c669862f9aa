"""Moving a referral along its life, and keeping each move."""

from datetime import datetime

from plait.base.audit.actor import Actor
from plait.referrals.life import REFERRAL
from plait.referrals.models import Referral, ReferralMove


def make_move(referral: Referral, verb: str, *, because: str, by: Actor, at: datetime) -> None:
    """Move the referral by the table of its life, count its version on, and keep the move. Saves the whole referral.

    Raises Refused when the table does not allow the move now.
    """
    REFERRAL.may(verb, now=referral.status).insist(about=referral.ref)
    was = referral.status
    referral.status = REFERRAL.after(verb, now=was)
    referral.version += 1
    referral.save()
    ReferralMove.objects.create(
        referral=referral,
        verb=verb,
        was=was,
        became=referral.status,
        because=because,
        by=by.id,
        by_name=by.name,
        at=at,
    )
