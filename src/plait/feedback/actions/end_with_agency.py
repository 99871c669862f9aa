"""An agency has ended: what it was told and nobody there had read is told by a person, or ends with its reason."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.outbox import call_off, post
from plait.base.packs import Pack, current
from plait.feedback.access import by_plait
from plait.feedback.actions.erase_feedback import DISPOSED
from plait.feedback.models import FeedbackTask
from plait.feedback.queries.owing import owner_of
from plait.feedback.rules import AGENCY_ENDED, goes_back_to_hub
from plait.feedback.store import timing

ENDED = "agency-ended"


@deed
def end_with_agency(*, agency_id: UUID, by: Actor, at: datetime) -> int:
    """Whoever told us is owed a word as a person, and is rung: the newest word about each concern waits for the hub again, with
    the time it had. What was for the agency as such ends as not told, with the reason beside it. A word about going home is
    over with its bell, and stays. Answers how many it changed."""
    by_plait(by).insist(about=f"agency:{agency_id}")
    theirs = Q(agency_id=agency_id) | Q(practitioner__agency_id=agency_id)
    unread = FeedbackTask.objects.filter(theirs, status=FeedbackTask.Status.SENT, read_at__isnull=True)
    unread = unread.filter(pickup_word__isnull=True).exclude(text=DISPOSED)
    pack, said = current(at=at), set[str]()
    found = list(unread.select_related("contact__team").order_by("-made_at", "-pk"))
    for task in found:
        call_off(key=f"{task.ref}:waiting", because=ENDED, by=by, at=at)
        if goes_back_to_hub(task.kind, newer=task.about in said):
            _wait_for_hub(task, pack=pack, by=by, at=at)
        else:
            task.status, task.settled_because = FeedbackTask.Status.NOT_TOLD, AGENCY_ENDED
            task.settled_by, task.settled_at = by.id, at
            task.save(update_fields=["status", "settled_because", "settled_by", "settled_at"])
            record(act="feedback:not_told", about=[task.ref, task.about], by=by, at=at, reason=ENDED)
        said.add(task.about)
    if not found:
        record(act="feedback:owners-looked-at", about=f"agency:{agency_id}", by=by, at=at)
    return len(found)


def _wait_for_hub(task: FeedbackTask, *, pack: Pack, by: Actor, at: datetime) -> None:
    task.status, task.sent_at = FeedbackTask.Status.HELD, None
    task.held_because, task.held_reason = AGENCY_ENDED, ENDED
    task.save(update_fields=["status", "sent_at", "held_because", "held_reason"])
    owner = owner_of(task.contact, at=at)
    running = timing.go_on(
        timing.send_key(task.ref), because=ENDED, subject=task.ref, owner=owner, pack=pack, by=by.id, at=at
    )
    post(
        key=f"{running.key}:passed:{at:%Y%m%d%H%M%S}:{owner}"[:200],
        kind="feedback-passed",
        to=owner,
        about=task.contact.ref,
        context={"link_path": timing.path_of(running)},
        at=at,
    )
    record(act="feedback:held", about=[task.ref, task.about], by=by, at=at, reason=ENDED)
