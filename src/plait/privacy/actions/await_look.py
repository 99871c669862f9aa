"""An alarm about a sealed log was raised: from now on somebody owes a look at it, by a clock."""

from datetime import datetime, timedelta

from plait.agencies import queries as agencies
from plait.base.access.by_itself import by_itself
from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.clock.actions.start_clock import start_clock
from plait.base.packs import NoPack, NotInPack, current
from plait.base.timers import set_timer
from plait.privacy.rules.climbing import LATE, timer_of

CLOCK = "witness_alarm_looked_at"
WITHOUT_A_PACK = timedelta(hours=24)


@deed
def await_look(*, alarm_id: str, by: Actor, at: datetime) -> datetime:
    """By Plait itself, in the deed that raised it. When the time is over."""
    ref = f"witness-alarm:{alarm_id}"
    by_itself(by).insist(about=ref)
    due = at + WITHOUT_A_PACK
    try:
        pack = current(at=at)
        rule = pack.clock_rule(CLOCK)
    except (NoPack, NotInPack):
        pass  # it climbs all the same
    else:
        owner = next(iter(agencies.holders_of("privacy_officer", at=at)), None)
        running = start_clock(
            key=f"{ref}:looked", rule=rule.code, subject=ref, start_event=rule.start_event, started_at=at,
            target=rule.target, calendar=pack.calendar(), owner=f"practitioner:{owner.pk}" if owner else "hub", by=by.id,
            at=at, pack_release=str(pack.release_id or ""), at_risk_fraction=rule.at_risk_fraction,
        )  # fmt: skip
        due = running.due_at
    set_timer(key=timer_of(alarm_id), kind=LATE, subject=ref, due_at=due)
    record(act="witness:look-awaited", about=ref, by=by, at=at)
    return due
