"""Say whether something that a strategy discussion agreed was done."""

from datetime import datetime

from plait.agencies.roles import may
from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, hidden, no
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.referrals.access import open_referral
from plait.referrals.models import StrategyAction
from plait.referrals.store.agreed import end_action


@deed
def complete_action(
    *, referral_id: str, action_id: str, done: bool, note: str = "", by: Actor, at: datetime
) -> StrategyAction:
    """Done or not done, by whom and when; what was not done says why. Saying the same twice changes nothing; what was said
    can be said anew, and every time stands in the audit.

    For whoever works on the referral and decides or leads. Raises Refused, as if absent, for another referral's action.
    """
    referral = open_referral(by, referral_id, at=at, act="referral:action")
    if not may(by, "lead:accept"):
        may(by, "decision:make").insist(about=referral.ref)
    found = (
        StrategyAction.objects.select_for_update(of=("self",))
        .filter(pk=action_id, record__referral=referral)
        .first()
    )
    if found is None:
        raise Refused(hidden("absent"), about=f"strategy-action:{action_id}")
    if not done and not note.strip():
        raise Refused(
            no("needs-reason", say="Say why it was not done.", next_step="Add what happens instead"),
            about=referral.ref,
        )
    if (found.done, found.done_by, found.done_note) == (done, by.id, note.strip()):
        return found
    found.done, found.done_at, found.done_note = done, at, note.strip()
    found.done_by, found.done_by_name = by.id, by.name
    found.save(update_fields=["done", "done_at", "done_by", "done_by_name", "done_note"])
    end_action(referral, found, how="done" if done else "not done, and why was said", by=by, at=at)
    record(
        act="strategy:action-done" if done else "strategy:action-not-done",
        about=[referral.ref, f"strategy:{found.record_id}"],
        by=by,
        at=at,
        fields=("content",),
    )
    return found
