"""Say what became of a step that a decision promised: it happened, or it is not required and why."""

from datetime import datetime

from plait.agencies.roles import may
from plait.base import packs
from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, hidden, no
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.clock.actions.stop_clock import stop_clock
from plait.base.clock.models import RunningClock
from plait.base.clock.queries import NOT_REQUIRED, not_before
from plait.referrals.access import open_referral
from plait.referrals.models import Referral
from plait.referrals.queries.clock_words import what_is_due
from plait.referrals.queries.closing import open_promise_of
from plait.referrals.store.moves import keep_note

SETTLED = "settle a promise"
HAPPENED = "held or finished"


@deed
def settle_promise(
    *, referral_id: str, clock_id: str, happened: bool, note: str, by: Actor, at: datetime
) -> RunningClock:
    """The conference was held, the assessment finished; or it is not required. Only what happened is ever shown as met.

    For whoever works on the referral and decides or leads. What came of it, or why it is not required, stands in its
    history. Raises Refused, as if absent, for another referral's clock and one that has stopped.
    """
    referral = open_referral(by, referral_id, at=at, act="referral:settle-promise")
    if not may(by, "lead:accept"):
        may(by, "decision:make").insist(about=referral.ref)
    found = open_promise_of(referral, clock_id, pack=packs.current(at=at))
    if found is None:
        raise Refused(hidden("absent"), about=referral.ref)
    words = note.strip()
    if not words:
        raise Refused(
            no(
                "needs-reason",
                say="Say what came of it, or why it is not required.",
                next_step="Add a sentence",
            ),
            about=referral.ref,
        )
    settled = HAPPENED if happened else NOT_REQUIRED
    stopped = stop_clock(key=found.key, end_event=settled, by=by.id, at=not_before(found, at))
    held = Referral.objects.select_for_update().get(pk=referral.pk)
    keep_note(held, SETTLED, because=f"{what_is_due(found)}: {settled}. {words}", by=by, at=at)
    record(
        act="promise:kept" if happened else "promise:not-required",
        about=referral.ref,
        by=by,
        at=at,
        fields=("content",),
        reason=found.rule,
    )
    return stopped
