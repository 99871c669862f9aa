"""What one area waits for from the other on a handover: a first word on the package, and the answer to a question. Each has a
clock of the pack, and a timer by which people hear when it is over."""

from datetime import datetime

from plait.base.audit.actor import Actor
from plait.base.clock.actions.start_clock import start_clock
from plait.base.clock.actions.stop_clock import stop_clock
from plait.base.clock.models import RunningClock
from plait.base.clock.queries import clock as clock_of
from plait.base.clock.queries import clocks_for, not_before
from plait.base.packs import NotInPack, Pack
from plait.base.timers import cancel_timer, set_timer
from plait.handover.models import Handover

LATE = "handover-late"
FIRST_WORD, QUESTION = "first-word", "question"


def begin(
    handover: Handover, what: str, *, number: int = 0, event: str, pack: Pack, by: Actor, at: datetime
) -> None:
    """From now on it is waited for. Who owes it: whoever offered the family, of a question; the other area, of the first word.
    The clock stands with whoever acts here: answers, or rings when they do not."""
    try:
        process = pack.handing_over()
        rule = pack.clock_rule(process.first_word_clock if what == FIRST_WORD else process.question_clock)
    except NotInPack:
        return
    key = f"{handover.ref}:{what}:{number}"
    if clock_of(key) is not None:
        return
    ours = handover.side == Handover.Side.OUT
    running = start_clock(
        key=key, rule=rule.code, subject=handover.ref, start_event=event, started_at=at, target=rule.target,
        calendar=pack.calendar(), owner=f"practitioner:{handover.by}" if ours else f"team:{handover.contact.team_id}",
        by=by.id, at=at, pack_release=str(pack.release_id), at_risk_fraction=rule.at_risk_fraction,
    )  # fmt: skip
    set_timer(key=f"{LATE}:{key}", kind=LATE, subject=handover.ref, due_at=running.due_at)


def end(handover: Handover, *which: str, event: str, by: Actor, at: datetime) -> None:
    """Of these nothing is waited for any more."""
    for one in clocks_for([handover.ref]).exclude(state=RunningClock.State.STOPPED):
        if any(one.key.startswith(f"{handover.ref}:{what}:") for what in which):
            stop_clock(key=one.key, end_event=event, by=by.id, at=not_before(one, at))
            cancel_timer(key=f"{LATE}:{one.key}")
