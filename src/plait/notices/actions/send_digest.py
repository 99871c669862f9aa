"""One letter that says how many things have come."""

from datetime import datetime

from django.utils import timezone

from plait.agencies.duty import away_until
from plait.base.access.by_itself import by_itself
from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.clock.calendars import LONDON
from plait.base.outbox import post
from plait.notices.models import Notice
from plait.notices.queries import choice_of, gathered_now
from plait.notices.rules import next_digest
from plait.notices.store import promise_digest


@deed
def send_digest(*, key: str, practitioner_id: str, by: Actor, at: datetime) -> int:
    """Of what waits for it and was not read meanwhile; nothing is sent where nothing is left. By its key it is sent once: what it
    could not take goes into the next. Whoever is away gets it when they are back. Returns of how many things it tells."""
    by_itself(by).insist(about=f"practitioner:{practitioner_id}")
    waiting = list(gathered_now(practitioner_id, at=at).select_for_update())
    back = away_until(practitioner_id, at=at)
    sent = (
        bool(waiting)
        and back is None
        and post(
            key=key,
            kind="digest",
            to=f"practitioner:{practitioner_id}",
            body_ref="digest",
            context={"count": len(waiting), "link_path": "/notices/"},
            at=at,
        )
    )
    ids = [one.pk for one in waiting]
    if sent:
        Notice.objects.filter(pk__in=ids).update(gathered_in=key)
    elif waiting:
        choice = choice_of(practitioner_id)
        slot = next_digest(timezone.localtime(back or at, LONDON), choice.hours, choice.quiet)
        slot = promise_digest(practitioner_id, slot, hours=choice.hours, quiet=choice.quiet, at=at)
        Notice.objects.filter(pk__in=ids).update(gathered_for=slot)
    record(
        act="notice:digest",
        about=f"practitioner:{practitioner_id}",
        by=by,
        at=at,
        reason="sent" if sent else "not-now",
    )
    return len(waiting) if sent else 0
