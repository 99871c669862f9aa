"""Somebody has said what they found about an alarm: its clock ends, and it climbs no more."""

from datetime import datetime

from plait.base.access.by_itself import by_itself
from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.clock.actions.stop_clock import stop_clock
from plait.base.clock.models import RunningClock
from plait.base.clock.queries import clock, not_before
from plait.base.timers import cancel_timer
from plait.base.witness.models import WitnessAlarm
from plait.privacy.rules.climbing import timer_of


@deed
def end_look(*, alarm_id: str, by: Actor, at: datetime) -> WitnessAlarm:
    """By Plait itself, in the deed that settled it."""
    ref = f"witness-alarm:{alarm_id}"
    by_itself(by).insist(about=ref)
    found = clock(f"{ref}:looked")
    if found is not None and found.state != RunningClock.State.STOPPED:
        stop_clock(key=found.key, end_event="settled", by=by.id, at=not_before(found, at))
    alarm = WitnessAlarm.objects.get(pk=alarm_id)
    for turn in range(alarm.climbed + 1):
        cancel_timer(key=timer_of(alarm_id, turn))
    record(act="witness:look-ended", about=ref, by=by, at=at)
    return alarm
