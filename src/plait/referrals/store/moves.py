"""Moving a referral along its life, and keeping each move."""

from datetime import datetime

from plait.base.audit.actor import Actor
from plait.referrals.life import REFERRAL
from plait.referrals.models import Referral, ReferralMove
from plait.referrals.store.clocks import end_asking_to_close


def make_move(
    referral: Referral,
    verb: str,
    *,
    because: str,
    happened_at: datetime | None = None,
    by: Actor,
    at: datetime,
) -> None:
    """Move the referral by the table of its life, count its version on, and keep the move, with its true time
    where it is entered later. Saves the whole referral.

    Raises Refused when the table does not allow the move now.
    """
    REFERRAL.may(verb, now=referral.status).insist(about=referral.ref)
    was = referral.status
    referral.status = REFERRAL.after(verb, now=was)
    referral.version += 1
    referral.reopened_at = at if verb.startswith("reopen") else None
    if referral.close_asked_by:
        end_asking_to_close(referral, end_event=verb, by=by, at=at)
    referral.close_asked_by, referral.close_asked_by_name = "", ""
    referral.close_asked_at, referral.close_asked_because = None, ""
    referral.save()
    _keep(referral, verb, was=was, because=because, happened_at=happened_at, by=by, at=at)


def keep_note(referral: Referral, verb: str, *, because: str, by: Actor, at: datetime) -> None:
    """Something that belongs into its history and moves it nowhere. Counts its version on."""
    referral.version += 1
    referral.save(update_fields=["version"])
    _keep(referral, verb, was=referral.status, because=because, by=by, at=at)


def _keep(
    referral: Referral,
    verb: str,
    *,
    was: str,
    because: str,
    happened_at: datetime | None = None,
    by: Actor,
    at: datetime,
) -> None:
    ReferralMove.objects.create(
        referral=referral,
        verb=verb,
        was=was,
        became=referral.status,
        because=because,
        by=by.id,
        by_name=by.name,
        at=at,
        happened_at=happened_at,
    )
