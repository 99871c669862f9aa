"""Notices that are there no longer: somebody must not know of it, has left, or it is long ago."""

from collections.abc import Iterable
from datetime import datetime

from plait.base.access.by_itself import by_itself
from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.notices.models import Notice, NoticeChoice
from plait.notices.queries import kept_for


@deed
def take_back(
    *, practitioner_ids: Iterable[str], about: Iterable[str] | None, by: Actor, at: datetime
) -> int:
    """In the deed that makes them unsafe: what these practitioners were told of these records, or of anything. It is as if they
    had never been told."""
    found = Notice.objects.filter(practitioner_id__in=list(practitioner_ids))
    if about is not None:
        found = found.filter(about__in=[one for one in about if one])
    count, _ = found.delete()
    record(act="notice:taken-back", about="page:notices", by=by, at=at)
    return count


@deed
def forget(*, practitioner_id: str, by: Actor, at: datetime) -> int:
    """Whoever has left reads nothing any more, and nobody reads it after them."""
    count, _ = Notice.objects.filter(practitioner_id=practitioner_id).delete()
    NoticeChoice.objects.filter(practitioner_id=practitioner_id).delete()
    record(act="notice:forgotten", about=f"practitioner:{practitioner_id}", by=by, at=at)
    return count


@deed
def let_old_go(*, by: Actor, at: datetime) -> int:
    """What is older than the pack says (`retention.toml`), read or not: what still waits stands on its own page."""
    by_itself(by).insist(about="page:notices")
    count, _ = Notice.objects.filter(at__lt=at - kept_for(at=at)).delete()
    record(act="notice:let-go", about="page:notices", by=by, at=at)
    return count


@deed
def dispose(*, about: Iterable[str], by: Actor, at: datetime) -> int:
    """What anybody was told of records that were erased goes with them."""
    by_itself(by).insist(about="page:notices")
    count, _ = Notice.objects.filter(about__in=[one for one in about if one]).delete()
    record(act="notice:disposed", about="page:notices", by=by, at=at)
    return count
