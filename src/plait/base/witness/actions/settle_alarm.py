"""Somebody looked at an alarm, and says what they found."""

from datetime import datetime

from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, hidden, no
from plait.base.announce import announce
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.witness.events import AlarmSettled
from plait.base.witness.models import WitnessAlarm


@deed
def settle_alarm(*, alarm_id: str, found: str, by: Actor, at: datetime) -> WitnessAlarm:
    """Keep what they found. The alarm, and what it rests on, stay where they are. Who may is asked by the caller's door."""
    about = f"witness-alarm:{alarm_id}"
    alarm = WitnessAlarm.objects.select_for_update().filter(pk=alarm_id).first()
    if alarm is None:
        raise Refused(hidden("absent"), about=about)
    if not found.strip():
        raise Refused(
            no("needs-words", say="Say what you found.", next_step="Write what you found"), about=about
        )
    if alarm.settled_at is not None:
        raise Refused(
            no(
                "already-settled",
                say="Somebody has said already what they found.",
                next_step="Read what they found",
            ),
            about=about,
        )
    alarm.settled_at, alarm.settled_by, alarm.settled_by_name, alarm.found = at, by.id, by.name, found.strip()
    alarm.save(update_fields=["settled_at", "settled_by", "settled_by_name", "found"])
    record(act="witness:settled", about=alarm.ref, by=by, at=at, reason=alarm.kind)
    announce(AlarmSettled(str(alarm.pk), at))
    return alarm
