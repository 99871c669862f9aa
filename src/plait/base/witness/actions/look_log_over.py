"""Look the whole sealed log over, and raise an alarm where it does not hold."""

from datetime import datetime

from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.witness.alarms import raise_alarm
from plait.base.witness.checking import Looked, look_over


@deed
def look_log_over(*, by: Actor, at: datetime) -> Looked:
    """What was looked at and what does not hold; with a fault, the named people are told and the page shows it."""
    found = look_over(at=at)
    if found.faults:
        raise_alarm(
            kind="row-changed",
            peer="",
            own=True,
            size=found.first_changed if found.first_changed is not None else found.rows,
            theirs=found.root,
            statement="\n".join(found.faults),
            by=by,
            at=at,
        )
    record(
        act="witness:looked-over",
        about="page:witnesses",
        by=by,
        at=at,
        reason="holds" if not found.faults else "does-not-hold",
    )
    return found
