"""Asked again: is this family still missing? And has every area said that nothing is left of it?"""

from datetime import datetime

from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.handover.actions.keep_owners import keep_owner
from plait.handover.models import MissingAlert
from plait.handover.queries import alerting as queries
from plait.handover.store import alerting as store


@deed
def remind_of_alert(*, subject: str, turn: int, by: Actor, at: datetime) -> bool:
    """Whoever raised it is asked, or who owes it since they cannot; and whoever signed it too when nobody answers. False once
    nothing is owed."""
    alert = store.alert_of(subject)
    record(act="missing:reminded", about=subject, by=by, at=at)
    owed = alert is not None and alert.state == MissingAlert.State.LIVE and alert.check_on is not None
    if alert is None or not owed or alert.check_on is None or alert.check_on > queries.today(at):
        return False
    keep_owner(alert, by=by, at=at)
    asked = [alert.owner] + ([f"practitioner:{alert.signed_by}"] if turn else [])
    store.tell(alert, "missing-still", asked, turn=f":{alert.check_on}:{turn}", at=at)
    return True


@deed
def ring_about_copies(*, subject: str, by: Actor, at: datetime) -> int:
    """The days are over in which other areas were to say that it is gone: who has not is an incident, and is rung."""
    alert = store.alert_of(subject)
    record(act="missing:not-gone-there", about=subject, by=by, at=at)
    return 0 if alert is None else store.ring_about_copies(alert, at=at)


@deed
def tell_that_ended(*, subject: str, by: Actor, at: datetime) -> bool:
    """The letter that a family is not looked for any more, on its day. False where there is none any more."""
    alert = store.alert_of(subject)
    record(act="missing:ended-told", about=subject, by=by, at=at)
    if alert is None or alert.state != MissingAlert.State.ENDED:
        return False
    store.tell_that_ended(alert, at=at)
    return True
