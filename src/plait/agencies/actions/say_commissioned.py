"""Say for which listed body an agency delivers services under contract."""

from datetime import datetime

from plait.agencies.access import may_manage
from plait.agencies.models import Agency
from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.base.audit.record import record


@deed
def say_commissioned(*, agency_id: str, commissioned_by: str, by: Actor, at: datetime) -> Agency:
    """The body's name as its contract gives it; empty for an agency that works for itself."""
    may_manage(by, agency_id).insist()
    agency = Agency.objects.get(pk=agency_id)
    agency.commissioned_by = commissioned_by.strip()
    agency.save(update_fields=["commissioned_by"])
    record(act="agency:commissioned-said", about=f"agency:{agency_id}", by=by, at=at)
    return agency
