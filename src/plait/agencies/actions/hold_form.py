"""Keep what was written when a session ended mid-form, or while it is typed."""

from datetime import datetime, timedelta

from plait.agencies.models import HeldForm, User
from plait.agencies.rules import HELD_FORM_LASTS
from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.base.audit.record import record


@deed
def hold_form(
    *,
    user_id: str,
    path: str,
    posted: dict[str, list[str]],
    lasts: timedelta = HELD_FORM_LASTS,
    by: Actor,
    at: datetime,
) -> None:
    """Hold the posted fields for this user at this page; a newer text of the same page replaces the older.

    Forms whose time is over are removed at the same time, whoever wrote them.
    """
    HeldForm.objects.filter(expires_at__lte=at).delete()
    HeldForm.objects.update_or_create(
        user=User.objects.get(pk=user_id),
        path=path,
        defaults={"posted": posted, "held_at": at, "expires_at": at + lasts},
    )
    record(act="form:held", about=f"page:{path}", by=by, at=at)
