"""Still missing, somebody says, and what was looked at this week."""

from datetime import datetime

from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.handover.access.alerting import insist_speaks, open_alert
from plait.handover.models import AlertCheck
from plait.handover.rules.alerting import may_check
from plait.handover.store import alerting as store


@deed
def check_alert(*, alert_id: str, checked: str, by: Actor, at: datetime) -> AlertCheck:
    """Kept, and asked again in a week. It makes nothing last longer. Raises Refused."""
    alert = open_alert(by, alert_id, at=at, act="missing:check", hold=True)
    insist_speaks(by, alert, at=at)
    may_check(alert.state, checked).insist(about=alert.ref)
    kept = AlertCheck.objects.create(alert=alert, checked=checked.strip(), by=by.id, by_name=by.name, at=at)
    store.next_check(alert, at=at)
    alert.save()
    record(act="missing:checked", about=alert.ref, by=by, at=at, fields=("content",))
    return kept
