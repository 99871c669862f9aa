"""What was sent and not read comes back to the hub, or ends with its reason."""

from datetime import datetime

from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.outbox import post
from plait.base.packs import Pack
from plait.feedback.models import FeedbackTask
from plait.feedback.store import timing


def wait_for_hub(
    task: FeedbackTask, *, owner: str, because: str, reason: str, pack: Pack, by: Actor, at: datetime
) -> None:
    """It waits for a person again, whom `owner` names and who is told, with the time that it had. `because` in words, `reason`
    its code."""
    task.status, task.sent_at = FeedbackTask.Status.HELD, None
    task.held_because, task.held_reason = because, reason
    task.save(update_fields=["status", "sent_at", "held_because", "held_reason"])
    running = timing.go_on(
        timing.send_key(task.ref), because=reason, subject=task.ref, owner=owner, pack=pack, by=by.id, at=at
    )
    post(
        key=f"{running.key}:passed:{at:%Y%m%d%H%M%S}:{owner}"[:200],
        kind="feedback-passed",
        to=owner,
        about=task.contact.ref,
        context={"link_path": timing.path_of(running)},
        at=at,
    )
    record(act="feedback:held", about=[task.ref, task.about], by=by, at=at, reason=reason)


def tell_nobody(task: FeedbackTask, *, because: str, reason: str, by: Actor, at: datetime) -> None:
    """It ends as not told, for everybody to see why."""
    task.status, task.settled_because = FeedbackTask.Status.NOT_TOLD, because
    task.settled_by, task.settled_at = by.id, at
    task.save(update_fields=["status", "settled_because", "settled_by", "settled_at"])
    record(act="feedback:not_told", about=[task.ref, task.about], by=by, at=at, reason=reason)
