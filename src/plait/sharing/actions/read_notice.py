"""An agency has read that agreement to share with it was withdrawn."""

from datetime import datetime

from plait.agencies.roles import may
from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.sharing.access import open_notice
from plait.sharing.models import AgreementNotice


@deed
def read_notice(*, notice_id: str, by: Actor, at: datetime) -> AgreementNotice:
    """Mark one notice as read, the first time; by whoever answers for the agency."""
    may(by, "check:answer").insist(about=f"notice:{notice_id}")
    row = open_notice(by, notice_id, at=at)
    if row.read_at is None:
        row.read_at, row.read_by = at, by.id
        row.save(update_fields=["read_at", "read_by"])
    record(act="agreement:notice-read", about=[f"notice:{row.pk}", f"person:{row.person_id}"], by=by, at=at)
    return row
