"""The next lead has accepted: whoever held the family after the step down is not needed any more."""

from datetime import datetime

from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.people.actions.end_involvements import end_involvements
from plait.stepdown.models import StepDown

_OVER = (StepDown.Status.REOPENED, StepDown.Status.STEPPED_UP)


@deed
def let_go(*, referral_id: str, by: Actor, at: datetime) -> int:
    """End the ways in by step downs of this referral that were stepped up or opened again. Returns how many step downs."""
    rows = list(StepDown.objects.filter(referral_id=referral_id, status__in=_OVER).order_by("made_at", "pk"))
    for row in rows:
        end_involvements(source_kind="stepdown", source_id=row.pk, by=by, at=at)
    about = [row.ref for row in rows] or f"referral:{referral_id}"
    record(act="stepdown:let-go", about=about, by=by, at=at)
    return len(rows)
