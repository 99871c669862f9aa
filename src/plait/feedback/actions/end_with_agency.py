"""An agency has ended: what it was told and nobody there had read is told by a person, or ends with its reason."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.outbox import call_off
from plait.base.packs import current
from plait.feedback.access import by_plait
from plait.feedback.actions.erase_feedback import DISPOSED
from plait.feedback.models import FeedbackTask
from plait.feedback.queries.owing import owner_of
from plait.feedback.rules import AGENCY_ENDED, goes_back_to_hub
from plait.feedback.store.give_back import tell_nobody, wait_for_hub

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
            owner = owner_of(task.contact, at=at)
            wait_for_hub(task, owner=owner, because=AGENCY_ENDED, reason=ENDED, pack=pack, by=by, at=at)
        else:
            tell_nobody(task, because=AGENCY_ENDED, reason=ENDED, by=by, at=at)
        said.add(task.about)
    if not found:
        record(act="feedback:owners-looked-at", about=f"agency:{agency_id}", by=by, at=at)
    return len(found)
