"""A promise of time about a concern or a referral runs, and is late. Wired in site/wiring.py."""

from plait.base.audit.actor import Actor
from plait.base.clock.events import ClockRuns
from plait.base.clock.lateness import clock_and_turn, timer_of
from plait.base.clock.queries import clock
from plait.base.timers import Due, set_timer
from plait.referrals.actions.remind_of_promise import remind_of_promise
from plait.referrals.rules import PROMISE_LATE as LATE
from plait.referrals.rules import is_told_when_late

WORKER = Actor.process("worker")


def await_promise(event: ClockRuns) -> None:
    """Somebody will hear when its time is over. Rated up it may be late at once: then in the worker's next round."""
    if not is_told_when_late(subject=event.subject, key=event.key):
        return
    if (running := clock(event.key)) is not None:
        set_timer(
            key=timer_of(running), kind=LATE, subject=event.subject, due_at=max(event.due_at, event.at), at=event.at
        )  # fmt: skip


def promise_is_late(due: Due) -> None:
    """Its time is over, or a day more has gone since somebody was told."""
    key, turn = clock_and_turn(due.key)
    remind_of_promise(key=key, timer=due.key, turn=turn, by=WORKER, at=due.at)
