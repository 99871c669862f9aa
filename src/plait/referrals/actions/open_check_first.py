"""The agency that was asked has opened the check for the first time."""

from datetime import datetime

from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.referrals.access import open_check
from plait.referrals.life import CHECK
from plait.referrals.models import PartnerCheck
from plait.referrals.store.promises import stop_watching


@deed
def open_check_first(*, check_id: str, by: Actor, at: datetime) -> PartnerCheck:
    """The check, marked as opened by this reader unless somebody opened it before. Opening again changes nothing."""
    check = open_check(by, check_id, at=at)
    if check.opened_at is None and CHECK.may("open", now=check.status):
        check.status = CHECK.after("open", now=check.status)
        check.opened_at = at
        check.opened_by = by.id
        check.save(update_fields=["status", "opened_at", "opened_by"])
        stop_watching(check.ref)
        record(
            act="check:opened",
            about=[check.ref, f"referral:{check.referral_id}"],
            by=by,
            at=at,
            pack=check.pack,
        )
    return check
