"""How the timer is named by which somebody hears that a promise is late, so that it can never ring for another time than the one
that is promised now."""

from plait.base.clock.models import RunningClock


def timer_of(running: RunningClock, turn: int = 0) -> str:
    """One for each time that it was given and each telling: what is given more time is not late by the old one."""
    return f"{running.key}:late:{running.due_at:%Y%m%d%H%M%S}+{turn}"


def clock_and_turn(timer: str) -> tuple[str, int]:
    """The key of the clock, and how often somebody was told before."""
    return timer.rpartition(":late:")[0], int(timer.rpartition("+")[2])


def is_late_by(running: RunningClock | None, timer: str) -> bool:
    """It runs, and this timer was set for the time that it has now."""
    if running is None or running.state != RunningClock.State.RUNNING:
        return False
    return timer == timer_of(running, clock_and_turn(timer)[1])
