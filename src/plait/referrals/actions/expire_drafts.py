"""Remove drafts whose time is over."""

from datetime import datetime

from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.referrals.models import Draft


@deed
def expire_drafts(*, by: Actor, at: datetime) -> int:
    """Remove every draft that expired, each with an audit row of its own. Returns how many there were."""
    over = [
        str(pk) for pk in Draft.objects.filter(expires_at__lte=at).order_by("pk").values_list("pk", flat=True)
    ]
    Draft.objects.filter(pk__in=over).delete()
    record(act="draft:expired", about=[f"draft:{pk}" for pk in over] or "draft:none", by=by, at=at)
    return len(over)
