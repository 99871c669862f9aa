"""What follows: something about the sealed log must be looked at."""

from plait.agencies import queries as agencies
from plait.base.audit.actor import Actor
from plait.base.outbox import post
from plait.base.timers import Due
from plait.base.witness.events import AlarmRaised, AlarmSettled
from plait.privacy.actions.await_look import await_look
from plait.privacy.actions.climb_alarm import climb_alarm
from plait.privacy.actions.end_look import end_look

WORKER = Actor.process("worker")
WHERE_TO_LOOK = "/privacy/witnesses/"


def tell_of_alarm(event: AlarmRaised) -> None:
    """Every privacy officer of the area by name; the hub's mailboxes where there is none. Never those who keep the machines: an
    alarm may be about them."""
    officers = agencies.holders_of("privacy_officer", at=event.at)
    to = [f"practitioner:{one.pk}" for one in officers] or [
        f"team:{one.pk}" for one in agencies.teams_of_kind("hub")
    ]
    for reader in to:
        post(
            key=f"witness-alarm:{event.alarm_id}:{reader}",
            kind="witness-alarm",
            to=reader,
            context={"link_path": WHERE_TO_LOOK},
            at=event.at,
        )
    await_look(alarm_id=event.alarm_id, by=WORKER, at=event.at)


def alarm_is_late(due: Due) -> None:
    """Nobody has settled it in its time."""
    climb_alarm(alarm_id=due.subject.partition(":")[2], by=WORKER, at=due.at)


def alarm_is_settled(event: AlarmSettled) -> None:
    """It climbs no more."""
    end_look(alarm_id=event.alarm_id, by=WORKER, at=event.at)
