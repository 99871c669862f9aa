"""Nobody has kept a promise yet: whoever must hear of it next will."""

from datetime import datetime

from django.db.models import QuerySet

from plait.base.access.deeds import deed
from plait.base.access.written import Written
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.packs import current
from plait.stepdown.models import StepDown
from plait.stepdown.store.promises import next_rung


@Written
def _held(stepdown_id: str) -> QuerySet[StepDown]:
    return StepDown.objects.filter(pk=stepdown_id)


@deed
def go_on_reminding(*, stepdown_id: str, key: str, fired: int, by: Actor, at: datetime) -> None:
    """Set the next rung of a promise that is late, after the pack's working days."""
    [stepdown] = _held.rows(stepdown_id)
    next_rung(key, fired=fired, stepdown=stepdown, pack=current(at=at), at=at)
    record(act="stepdown:late", about=stepdown.ref, by=by, at=at)
