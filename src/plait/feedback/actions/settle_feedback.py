"""Settle feedback that waited for a person: told by phone in the safe way, or not told and why."""

from datetime import datetime
from typing import Literal

from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, no
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.feedback.access import may_tell_unsafe, open_task_to_settle
from plait.feedback.models import FeedbackTask
from plait.feedback.store import timing
from plait.referrals.actions.note_call import note_call

REASON_NEEDED = no(
    "needs-reason", say="Write what was said, or why they were not told.", next_step="Add one sentence"
)


@deed
def settle_feedback(
    *,
    task_id: str,
    how: Literal["told", "not_told"],
    because: str,
    spoke_with: str = "",
    rang_at: datetime | None = None,
    by: Actor,
    at: datetime,
) -> FeedbackTask:
    """`told`: `because` says what was said, and *I rang* is kept as a call (`spoke_with`, `rang_at`, else now).
    `not_told`: `because` is the recorded reason. Sent twice by the same person, it is done once. Telling somebody who
    declared that they know the family takes a manager, and of the closed list its keepers."""
    task = open_task_to_settle(by, task_id, at=at)
    task = FeedbackTask.objects.select_for_update().get(pk=task.pk)
    because = because.strip()
    if task.status != FeedbackTask.Status.HELD:
        if (task.settled_by, task.settled_because, task.status) == (by.id, because, how):
            return task
        raise Refused(
            no("already-settled", say="Somebody has settled this already.", next_step="See what they wrote"),
            about=task.ref,
        )
    if how == "told" and task.held_reason in {"unsafe-conflict", "unsafe-protected"}:
        may_tell_unsafe(by, task).insist(about=task.ref)
    if not because:
        raise Refused(REASON_NEEDED, about=task.ref)
    if how == "told":
        note_call(
            about=task.ref,
            counts_as="feedback",
            spoke_with=spoke_with,
            rang_at=rang_at or at,
            said=because,
            within=f"contact:{task.contact_id}",
            by=by,
            at=at,
        )
    task.status = FeedbackTask.Status.TOLD if how == "told" else FeedbackTask.Status.NOT_TOLD
    task.settled_because, task.settled_by, task.settled_at = because, by.id, at
    task.save(update_fields=["status", "settled_because", "settled_by", "settled_at"])
    timing.stop(timing.send_key(task.ref), end_event=f"feedback {how}", by=by.id, at=at)
    record(act=f"feedback:{how}", about=[task.ref, task.about], by=by, at=at)
    return task
