"""A practitioner has read what they were told; and takes that back."""

from datetime import datetime
from uuid import UUID, uuid4

from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, hidden
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.notices.models import Notice
from plait.notices.queries import waiting_at
from plait.notices.rules import kinds_that_say, words_of


@deed
def open_notice(*, notice_id: str, by: Actor, at: datetime) -> Notice:
    """Read from now on, and with it what stands there in its place: the same words about the same thing, told earlier. Somebody
    else's is not there."""
    found = Notice.objects.filter(pk=notice_id, practitioner_id=_own(by)).first()
    if found is None:
        raise Refused(hidden("no-such-notice"), about=f"notice:{notice_id}")
    same = waiting_at(str(found.practitioner_id), path=found.path, at=found.at)
    same.filter(about=found.about, kind__in=kinds_that_say(words_of(found.kind))).update(read_at=at)
    record(act="notice:opened", about=f"notice:{found.pk}", by=by, at=at)
    return found


@deed
def settle(*, path: str, by: Actor, at: datetime) -> int:
    """In the answer that shows them the page: what they were told by then of what stands there is new no longer, whichever way
    they came. Returns how many."""
    found = list(waiting_at(_own(by), path=path, at=at))
    Notice.objects.filter(pk__in=[one.pk for one in found]).update(read_at=at)
    for one in found:
        record(act="notice:settled", about=f"notice:{one.pk}", by=by, at=at)
    if not found:
        record(act="notice:settled", about="page:notices", by=by, at=at)
    return len(found)


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
