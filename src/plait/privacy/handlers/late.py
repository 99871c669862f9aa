"""What somebody is owed about their data has a time, and is late. Wired in site/wiring.py."""

from plait.base.audit.actor import Actor
from plait.base.clock.events import ClockRuns
from plait.base.clock.lateness import clock_and_turn, timer_of
from plait.base.clock.queries import clock
from plait.base.timers import Due, set_timer
from plait.privacy.actions.remind_of_right import remind_of_right
from plait.privacy.rules.lateness import LATE, is_told_here

WORKER = Actor.process("worker")


def await_right(event: ClockRuns) -> None:
    """Somebody will hear when its time is over. What came long ago by post may be late at once."""
    running = clock(event.key) if is_told_here(event.subject) else None
    if running is not None:
        due = max(event.due_at, event.at)
        set_timer(key=timer_of(running), kind=LATE, subject=event.subject, due_at=due, at=event.at)


def right_is_late(due: Due) -> None:
    """Its time is over, or a week more has gone since somebody was told."""
    key, turn = clock_and_turn(due.key)
    remind_of_right(key=key, timer=due.key, turn=turn, by=WORKER, at=due.at)
