"""Let somebody who came back by a new one-time link go on with what their earlier link left unsent."""

from datetime import datetime

from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.referrals.models import Draft


@deed
def take_over_drafts(*, author: str, earlier: str, by: Actor, at: datetime) -> int:
    """The unsent concerns of `earlier` (an actor id) are from now those of `author`. Returns how many.

    One that may be about somebody who works with children stays where it is: it may be about a reader of that mailbox.
    """
    waiting = Draft.objects.select_for_update().filter(
        author=earlier,
        about="concern",
        sent_at__isnull=True,
        expires_at__gt=at,
        answers__parts__start__raw__works_with_children="no",
    )
    taken = [str(pk) for pk in waiting.order_by("pk").values_list("pk", flat=True)]
    Draft.objects.filter(pk__in=taken).update(author=author)
    record(
        act="draft:taken-over",
        about=[f"draft:{pk}" for pk in taken] or "draft:none",
        by=by,
        at=at,
        reason=author,
    )
    return len(taken)
