"""What was told of a concern goes with the concern, when that is disposed of."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from plait.base.access.by_itself import by_itself
from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.feedback.models import AnswerWord, Disagreement, FeedbackTask
from plait.feedback.store import timing
from plait.sharing.models import DisclosureItem

DISPOSED = "Disposed of when its time had come."


@deed
def erase_feedback(*, contact_ids: Sequence[str], by: Actor, at: datetime) -> int:
    """Erase the words told to whoever helped, what they disagreed with and was answered, and what was said of their answers.
    Answers how many were told."""
    by_itself(by).insist(about="page:disposal")
    tasks = FeedbackTask.objects.filter(contact_id__in=list(contact_ids))
    decisions = [UUID(one) for one in tasks.values_list("decision", flat=True) if one]
    owed = [timing.send_key(one.ref) for one in tasks.filter(status=FeedbackTask.Status.HELD)]
    said = Disagreement.objects.filter(task__in=tasks, answered_at__isnull=True)
    owed += [timing.answer_key(pk) for pk in said.values_list("pk", flat=True)]
    for contact_id in contact_ids:
        timing.nobody_waits(f"contact:{contact_id}", end_event="disposed of", by=by.id, at=at)
    owed += [timing.pickup_key(f"contact:{one}") for one in contact_ids]
    for key in owed:
        timing.stop(key, end_event="disposed of", by=by.id, at=at)
    Disagreement.objects.filter(task__in=tasks).update(because=DISPOSED, wanted="", answered="")
    AnswerWord.objects.filter(task__in=tasks).exclude(words="").update(words=DISPOSED)
    DisclosureItem.objects.filter(disclosure__decision_id__in=decisions).update(text=DISPOSED)
    number = tasks.update(text=DISPOSED, held_because="", settled_because="")
    record(
        act="feedback:disposed",
        about=[f"contact:{one}" for one in contact_ids] or "page:disposal",
        by=by,
        at=at,
    )
    return number
