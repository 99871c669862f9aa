"""Take a question to a partner back: it is not needed any more, or it should not have been asked."""

from datetime import datetime

from plait.agencies.roles import may
from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, no
from plait.base.announce import announce
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.timers import cancel_timer
from plait.base.timers.queries import timers_under
from plait.people.actions.end_involvements import end_involvements
from plait.referrals.access import hold_check
from plait.referrals.events import CheckWithdrawn
from plait.referrals.life import CHECK
from plait.referrals.models import PartnerCheck
from plait.referrals.store.promises import stop_if_running, stop_watching
from plait.referrals.store.words_owed import word_given


@deed
def withdraw_check(*, check_id: str, because: str, by: Actor, at: datetime) -> PartnerCheck:
    """The agency can open it no more, its clock ends and its reason is kept. Withdrawing twice changes nothing."""
    may(by, "check:ask").insist(about=f"check:{check_id}")
    check = hold_check(check_id, act="check:withdraw", by=by, at=at)
    if check.status == PartnerCheck.Status.WITHDRAWN:
        return check
    if not because.strip():
        raise Refused(
            no("needs-reason", say="Say why you are taking it back.", next_step="Add a reason"),
            about=check.ref,
        )
    CHECK.may("withdraw", now=check.status).insist(about=check.ref)
    check.status = CHECK.after("withdraw", now=check.status)
    check.withdrawn_at, check.withdrawn_because = at, because.strip()
    check.save(update_fields=["status", "withdrawn_at", "withdrawn_because"])
    stop_if_running(f"{check.ref}:answer", end_event="withdrawn", by=by.id, at=at)
    for key in timers_under(check.ref, f"{check.ref}:answer"):
        cancel_timer(key=key)
    stop_watching(check.ref)
    word_given(check, how="withdrawn", by=by, at=at)
    end_involvements(source_kind="check", source_id=check.pk, kinds=frozenset({"asked"}), by=by, at=at)
    record(
        act="check:withdrawn",
        about=[check.ref, f"referral:{check.referral_id}"],
        by=by,
        at=at,
        fields=("content",),
    )
    announce(CheckWithdrawn(check.pk, check.referral_id, by.id, at))
    return check
