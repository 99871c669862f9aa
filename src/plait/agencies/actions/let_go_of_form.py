"""Forget a held form once its writer has sent it again."""

from datetime import datetime

from django.db.models import Q

from plait.agencies.models import HeldForm
from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.base.audit.record import record


@deed
def let_go_of_form(*, user_id: str, path: str, by: Actor, at: datetime) -> None:
    """Remove what was held for this user at this page, and everything whose time is over."""
    HeldForm.objects.filter(Q(user_id=user_id, path=path) | Q(expires_at__lte=at)).delete()
    record(act="form:let-go", about=f"page:{path}", by=by, at=at)


@deed
def let_forms_expire(*, by: Actor, at: datetime) -> None:
    """Remove every held form whose time is over, whoever wrote it."""
    HeldForm.objects.filter(expires_at__lte=at).delete()
    record(act="form:let-go", about="page:any", by=by, at=at, reason="expired")
