"""Whoever was told has left and had not read it: somebody of their agency reads it, else the hub tells them itself."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from plait.agencies.queries import safeguarding_team_of
from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.outbox import call_off, post
from plait.base.packs import current
from plait.feedback.access import by_plait, somebody_reads
from plait.feedback.actions.erase_feedback import DISPOSED
from plait.feedback.models import FeedbackTask
from plait.feedback.queries.owing import owner_of
from plait.feedback.rules import LEFT, goes_back_to_hub
from plait.feedback.store.give_back import tell_nobody, wait_for_hub

REASON = "left"


@deed
def pass_on_unread(*, task_ids: Iterable[UUID], by: Actor, at: datetime) -> int:
    """Their agency goes on. Its safeguarding team is written to where somebody of it may read the word; else the newest word
    about each concern waits for the hub again, with the time it had, and an older one ends with the reason. Their own letter
    does not leave any more. Answers how many came back."""
    by_plait(by).insist(about="page:feedback-to-settle")
    unread = FeedbackTask.objects.filter(pk__in=list(task_ids), practitioner__left_at__isnull=False)
    unread = unread.filter(status=FeedbackTask.Status.SENT, read_at__isnull=True).exclude(text=DISPOSED)
    said, back = set[str](), 0
    for task in unread.select_related("contact__team", "practitioner").order_by("-made_at", "-pk"):
        call_off(key=f"{task.ref}:waiting", because=REASON, by=by, at=at)
        person = task.practitioner
        team = safeguarding_team_of(str(person.agency_id)) if person is not None else None
        if team is not None and task.agency_id == team.agency_id and somebody_reads(task, team, at=at):
            post(
                key=f"{task.ref}:waiting:{team.pk}",
                kind="feedback",
                to=f"team:{team.pk}",
                about=task.about,
                context={"link_path": f"/feedback/{task.pk}/"},
                at=at,
            )
            record(act="feedback:passed-on", about=[task.ref, task.about], by=by, at=at, reason=REASON)
        else:
            back += 1
            if team is not None:
                call_off(key=f"{task.ref}:waiting:{team.pk}", because=REASON, by=by, at=at)
            if goes_back_to_hub(task.kind, newer=task.about in said):
                owner, pack = owner_of(task.contact, at=at), current(at=at)
                wait_for_hub(task, owner=owner, because=LEFT, reason=REASON, pack=pack, by=by, at=at)
            else:
                tell_nobody(task, because=LEFT, reason=REASON, by=by, at=at)
        said.add(task.about)
    record(act="feedback:unread-looked-at", about="page:feedback-to-settle", by=by, at=at)
    return back
