"""Give a clock another owner."""

from datetime import datetime

from django.db import transaction

from plait.base.clock.models import ClockChange, RunningClock
from plait.base.clock.store import held, keep


@transaction.atomic
def pass_on_clock(*, key: str, owner: str, by: str, at: datetime, because: str = "") -> RunningClock:
    """The clock goes on unchanged; another team or role answers for it."""
    clock = held(key, at=at)
    said = because or f"From {clock.owner} to {owner}"
    clock.owner = owner
    keep(
        clock,
        what=ClockChange.What.PASSED_ON,
        old_due=clock.due_at,
        old_target=str(clock.target),
        because=said,
        by=by,
        at=at,
    )
    return clock
