"""Whoever holds a family after a step down says that more is needed: the closed referral opens with its history."""

from datetime import datetime

from plait.base import packs
from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.referrals.models import Referral
from plait.referrals.queries.closing import clock_subjects
from plait.referrals.queries.deciding import team_asked
from plait.referrals.store.moves import keep_note
from plait.referrals.store.reopening import open_again


@deed
def reopen_for_holder(
    *, referral_id: str, because: str, asks_again: bool, by: Actor, at: datetime
) -> Referral:
    """Protection first: it asks no role, because whoever calls it has checked that `by` is involved. A referral that is not
    closed only keeps the words. `asks_again`: the team that the last decision asked is asked anew; else it is the hub's."""
    referral = Referral.objects.select_for_update().get(pk=referral_id)
    if referral.status == Referral.Status.CLOSED:
        asks = team_asked(referral) if asks_again else None
        pack = packs.current(at=at)
        open_again(referral, clock_subjects(referral), because=because, asks=asks, pack=pack, by=by, at=at)
    else:
        keep_note(referral, "concern again", because=because, by=by, at=at)
    record(act="referral:reopened", about=referral.ref, by=by, at=at, fields=("content",))
    return referral
