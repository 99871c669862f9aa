"""Ask for a referral to be closed in which protection was begun: a hub manager, who is another person, agrees or not."""

from datetime import datetime

from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, no
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.referrals.access import open_referral
from plait.referrals.models import Referral
from plait.referrals.queries.closing import may_ask_to_close


@deed
def ask_to_close(*, referral_id: str, because: str, by: Actor, at: datetime) -> Referral:
    """Nothing closes yet: who asks, and why, stands on the desk and on the page of closing. Whatever moves the referral on
    (a decision, a lead, a reopening) ends the asking. Asking the same twice changes nothing."""
    seen = open_referral(by, referral_id, at=at, act="referral:ask-to-close")
    may_ask_to_close(seen, by=by).insist(about=seen.ref)
    if not because.strip():
        raise Refused(no("no-reason", say="Say why it closes.", next_step="Add your reason"), about=seen.ref)
    referral = Referral.objects.select_for_update().get(pk=seen.pk)
    if referral.status == Referral.Status.CLOSED:
        return referral
    if (referral.close_asked_by, referral.close_asked_because) == (by.id, because.strip()):
        return referral
    referral.close_asked_by, referral.close_asked_by_name = by.id, by.name
    referral.close_asked_at, referral.close_asked_because = at, because.strip()
    referral.save(
        update_fields=["close_asked_by", "close_asked_by_name", "close_asked_at", "close_asked_because"]
    )
    record(act="referral:close-asked", about=referral.ref, by=by, at=at, fields=("content",))
    return referral
