"""An alarm about a sealed log that nobody has settled climbs: by a clock, to the next named people, until somebody has."""

from datetime import datetime, timedelta

from plait.agencies import queries as agencies
from plait.agencies.models import Team
from plait.base.access.by_itself import by_itself
from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.clock.actions.start_clock import start_clock
from plait.base.clock.actions.stop_clock import stop_clock
from plait.base.clock.models import RunningClock
from plait.base.clock.queries import clock, not_before
from plait.base.federation.incidents import raise_incident
from plait.base.federation.queries import by_code
from plait.base.outbox import post
from plait.base.packs import NoPack, NotInPack, current
from plait.base.timers import cancel_timer, set_timer
from plait.base.witness.models import WitnessAlarm
from plait.privacy.rules.climbing import next_after, told_at

CLOCK, LATE = "witness_alarm_looked_at", "witness-alarm-late"
WITHOUT_A_PACK = timedelta(hours=24)
DESK, BORDER = "/privacy/witnesses/", "/areas/incidents/"
WORKER = Actor.process("worker")


def begin(alarm_id: str, *, at: datetime) -> None:
    """From now on somebody owes a look at it. In the deed that raised it."""
    ref = f"witness-alarm:{alarm_id}"
    due = at + WITHOUT_A_PACK
    try:
        pack = current(at=at)
        rule = pack.clock_rule(CLOCK)
    except (NoPack, NotInPack):
        pass
    else:
        owner = next(iter(agencies.holders_of("privacy_officer", at=at)), None)
        running = start_clock(
            key=f"{ref}:looked", rule=rule.code, subject=ref, start_event=rule.start_event, started_at=at,
            target=rule.target, calendar=pack.calendar(), owner=f"practitioner:{owner.pk}" if owner else "hub",
            by=WORKER.id, at=at, pack_release=str(pack.release_id or ""), at_risk_fraction=rule.at_risk_fraction,
        )  # fmt: skip
        due = running.due_at
    set_timer(key=f"{LATE}:{alarm_id}", kind=LATE, subject=ref, due_at=due)


def end(alarm_id: str, *, at: datetime) -> None:
    """Somebody has said what they found."""
    ref = f"witness-alarm:{alarm_id}"
    found = clock(f"{ref}:looked")
    if found is not None and found.state != RunningClock.State.STOPPED:
        stop_clock(key=found.key, end_event="settled", by=WORKER.id, at=not_before(found, at))
    alarm = WitnessAlarm.objects.get(pk=alarm_id)
    for turn in range(alarm.climbed + 1):
        cancel_timer(key=_key(alarm_id, turn))


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
        key=_key(alarm_id, alarm.climbed), kind=LATE, subject=about, due_at=next_after(alarm.climbed, at)
    )
    record(act="witness:climbed", about=about, by=by, at=at, reason=f"step-{alarm.climbed}")
    return True


def _key(alarm_id: str, turn: int) -> str:
    return f"{LATE}:{alarm_id}+{turn}" if turn else f"{LATE}:{alarm_id}"


def _holders(role: str, *, at: datetime) -> list[str]:
    """Of every role but the area's own officer: those of the agency that runs the hub."""
    people = agencies.holders_of(role, at=at)
    if role == "privacy_officer":
        return [str(one.pk) for one in people]
    return [str(one.pk) for one in people if Team.Kind.HUB in agencies.kinds_of_teams(str(one.agency_id))]
