"""An alarm about a sealed log that nobody has settled climbs: by a clock, to the next named people, until somebody has."""

from datetime import datetime

from plait.agencies import queries as agencies
from plait.agencies.models import Team
from plait.base.access.by_itself import by_itself
from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.federation.incidents import raise_incident
from plait.base.federation.queries import by_code
from plait.base.outbox import post
from plait.base.timers import set_timer
from plait.base.witness.models import WitnessAlarm
from plait.privacy.rules.climbing import LATE, next_after, timer_of, told_at

DESK, BORDER = "/privacy/witnesses/", "/areas/incidents/"


@deed
def climb_alarm(*, alarm_id: str, by: Actor, at: datetime) -> bool:
    """By Plait itself, when its time is over: those who were told before are told again, and the next besides. One about another
    area's log is an incident at the border, so that whoever may end the trust rings. False once it is settled."""
    about = f"witness-alarm:{alarm_id}"
    by_itself(by).insist(about=about)
    alarm = WitnessAlarm.objects.select_for_update().filter(pk=alarm_id).first()
    if alarm is None or alarm.settled_at is not None:
        record(act="witness:climbed-no-more", about=about, by=by, at=at)
        return False
    alarm.climbed += 1
    alarm.save(update_fields=["climbed"])
    for role in told_at(alarm.climbed):
        path = DESK if role == "privacy_officer" else BORDER
        for person in _holders(role, at=at):
            to = f"practitioner:{person}"
            post(key=f"{about}:{alarm.climbed}:{to}", kind=LATE, to=to, context={"link_path": path}, at=at)
    if not alarm.own and by_code(alarm.peer) is not None:
        raise_incident("log-disputed", code=alarm.peer, why=alarm.kind, at=at)
    set_timer(
        key=timer_of(alarm_id, alarm.climbed), kind=LATE, subject=about, due_at=next_after(alarm.climbed, at)
    )
    record(act="witness:climbed", about=about, by=by, at=at, reason=f"step-{alarm.climbed}")
    return True


def _holders(role: str, *, at: datetime) -> list[str]:
    """Of every role but the area's own officer: those of the agency that runs the hub."""
    people = agencies.holders_of(role, at=at)
    if role == "privacy_officer":
        return [str(one.pk) for one in people]
    return [str(one.pk) for one in people if Team.Kind.HUB in agencies.kinds_of_teams(str(one.agency_id))]
