"""Mark feedback as read by the one it was for, and the request as disposed of when they knew nothing."""

from datetime import datetime

from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, no
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.feedback.access import open_feedback, unread_answers
from plait.feedback.models import FeedbackTask


@deed
def read_feedback(*, task_id: str, by: Actor, at: datetime) -> FeedbackTask:
    """The task, marked read the first time; an answer to the reader's own disagreement likewise."""
    task = open_feedback(by, task_id, at=at)
    if task.read_at is None:
        task.read_at, task.read_by = at, by.id
        task.save(update_fields=["read_at", "read_by"])
        record(act="feedback:read-first", about=task.ref, by=by, at=at)
    if unread_answers(by).filter(task=task).update(answer_read_at=at):
        record(act="disagreement:answer-read", about=task.ref, by=by, at=at)
    return task


@deed
def dispose_of_request(*, task_id: str, by: Actor, at: datetime) -> FeedbackTask:
    """An agency that knew nothing says that it has disposed of what it was asked."""
    task = open_feedback(by, task_id, at=at)
    if task.kind != FeedbackTask.Kind.KNEW_NOTHING:
        raise Refused(
            no("nothing-to-dispose", say="There is nothing to dispose of here.", next_step="Go back"),
            about=task.ref,
        )
    if task.disposed_at is None:
        task.disposed_at = at
        task.save(update_fields=["disposed_at"])
    record(act="feedback:request-disposed", about=task.ref, by=by, at=at)
    return task
