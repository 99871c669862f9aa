"""A practitioner has read what they were told; and takes that back."""

from datetime import datetime
from uuid import UUID, uuid4

from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, hidden
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.notices.models import Notice


@deed
def open_notice(*, notice_id: str, by: Actor, at: datetime) -> Notice:
    """Read from now on. Somebody else's is not there."""
    found = Notice.objects.filter(pk=notice_id, practitioner_id=_own(by)).first()
    if found is None:
        raise Refused(hidden("no-such-notice"), about=f"notice:{notice_id}")
    if found.read_at is None:
        found.read_at = at
        found.save(update_fields=["read_at"])
    record(act="notice:opened", about=f"notice:{found.pk}", by=by, at=at)
    return found


@deed
def read_all(*, until: datetime, by: Actor, at: datetime) -> UUID | None:
    """Everything that had come by then, so that what came meanwhile stays new. Returns by what it is taken back; None where
    nothing was new."""
    batch = uuid4()
    new = Notice.objects.filter(practitioner_id=_own(by), read_at__isnull=True, at__lte=until)
    changed = new.update(read_at=at, read_with=batch)
    record(act="notice:read-all", about="page:notices", by=by, at=at)
    return batch if changed else None


@deed
def unread(*, batch: str, by: Actor, at: datetime) -> int:
    """What was marked together is new again. Twice is once."""
    marked = Notice.objects.filter(practitioner_id=_own(by), read_with=batch)
    changed = marked.update(read_at=None, read_with=None)
    record(act="notice:unread", about="page:notices", by=by, at=at)
    return changed


def _own(by: Actor) -> str:
    if by.kind != "practitioner":
        raise Refused(hidden("no-practitioner"), about="page:notices")
    return by.id
