"""The clocks and timers of a disagreement and of a challenge. A clock belongs to one stage and never resets."""

from datetime import datetime

from plait.base.audit.actor import Actor
from plait.base.clock.actions.pass_on_clock import pass_on_clock
from plait.base.clock.actions.rerate_clock import rerate_clock
from plait.base.clock.actions.start_clock import start_clock
from plait.base.clock.actions.stop_clock import stop_clock
from plait.base.clock.due import due_at
from plait.base.clock.models import RunningClock
from plait.base.clock.queries import clock, not_before
from plait.base.packs import Pack
from plait.base.packs.schema.escalation import Stage
from plait.base.timers import cancel_timer, set_timer
from plait.escalation.rules import counts_as_harm

LATE, CHILD, CHALLENGE_LATE = "escalation-late", "escalation-child-outcome", "challenge-late"


def start(
    key: str, rule: str, *, kind: str, subject: str, owner: str, pack: Pack, by: Actor, at: datetime
) -> RunningClock:
    """Start the clock and the timer that asks when it runs out."""
    said = pack.clock_rule(rule)
    running = start_clock(
        key=key,
        rule=rule,
        subject=subject,
        start_event=said.start_event[:120],
        started_at=at,
        target=said.target,
        calendar=pack.calendar(),
        owner=owner,
        by=by.id,
        at=at,
        pack_release=str(pack.release_id),
        at_risk_fraction=said.at_risk_fraction,
    )
    set_timer(key=key, kind=kind, subject=subject, due_at=running.due_at, at=at)
    return running


def reply_rule(urgency: str, rule: Stage, pack: Pack) -> str:
    """Within which clock those who disagree say whether an answer settles it: the area's, and where there is a risk of harm
    the stage's own, which takes no more than 24 hours (the lint of packs sees to it)."""
    return rule.clocks.harm if counts_as_harm(urgency) else pack.ladders().reply


def bring_nearer(
    key: str, rule: str, *, kind: str, subject: str, because: str, pack: Pack, by: Actor, at: datetime
) -> None:
    """It is more urgent: the promise is counted by this rule from its first start, where it is due sooner by it (never later:
    four working hours are less than a day). It may be late at once; whoever is late is asked at once."""
    running = clock(key)
    if running is None or running.state == RunningClock.State.STOPPED:
        return
    said = pack.clock_rule(rule)
    due = due_at(start=running.started_at, target=said.target, calendar=pack.calendar())
    if due.at < running.due_at:
        running = rerate_clock(
            key=key, target=said.target, calendar=pack.calendar(), because=because, by=by.id, at=not_before(running, at),
            rule=rule, pack_release=str(pack.release_id),
        )  # fmt: skip
    set_timer(key=key, kind=kind, subject=subject, due_at=running.due_at, at=at)


def stop(key: str, *, end_event: str, by: Actor, at: datetime) -> None:
    """What it waited for has happened, or need not happen any more: nobody is asked again."""
    running = clock(key)
    if running is not None and running.state != RunningClock.State.STOPPED:
        stop_clock(key=key, end_event=end_event, by=by.id, at=not_before(running, at))
    cancel_timer(key=key)


def pass_on(key: str, *, owner: str, by: Actor, at: datetime) -> None:
    """Somebody else answers for it; its time runs on."""
    running = clock(key)
    if running is not None and running.state != RunningClock.State.STOPPED and running.owner != owner:
        pass_on_clock(key=key, owner=owner, by=by.id, at=not_before(running, at))


def answer_key(ref: str, order: int) -> str:
    """The clock within which the other side answers at this stage."""
    return f"{ref}:{order}:answer"


def reply_key(ref: str, order: int) -> str:
    """The clock within which whoever disagrees says whether the answer settles it."""
    return f"{ref}:{order}:reply"


def child_key(ref: str) -> str:
    """The clock after which it is asked what it did for the child."""
    return f"{ref}:child"


def challenge_key(ref: str) -> str:
    """The clock within which a challenge is answered."""
    return f"{ref}:answer"
