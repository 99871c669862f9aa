"""The worker's loop: every few seconds it fires what is due and delivers what waits. One of three callers of now()."""

import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from types import FrameType

import structlog
from django.db import close_old_connections, connections

from plait.base.clock.now import now
from plait.base.outbox.delivery import Delivered, deliver_due
from plait.base.timers.firing import Fired, fire_due

log = structlog.get_logger()

SECONDS_BETWEEN_ROUNDS = 3.0

Job = Callable[[datetime], object]

_jobs: dict[str, Job] = {}


def each_round(name: str, job: Job) -> None:
    """Have the worker call `job(at)` in every round: short work that looks after itself (drafts that expire).

    Called in site/wiring.py only. A job that fails is logged and called again in the next round.
    """
    _jobs[name] = job


@dataclass(frozen=True, slots=True)
class Round:
    """What one round did."""

    timers: Fired
    messages: Delivered
    jobs_failed: tuple[str, ...] = ()

    @property
    def busy(self) -> bool:
        """There may be more to do at once."""
        return bool(self.timers.fired or self.messages.sent)


def one_round(*, at: datetime) -> Round:
    """Fire, deliver, then the regular jobs. Each looks after its own transactions."""
    timers = fire_due(at=at)
    messages = deliver_due(at=at)
    failed = []
    for name, job in _jobs.items():
        try:
            job(at)
        except Exception as fault:
            failed.append(name)
            log.error("job-failed", job=name, exc_info=fault)
    return Round(timers, messages, tuple(failed))


def work(stop: threading.Event) -> None:
    """Go round until `stop` is set. A round that fails (the database is away) is logged; the next one tries again."""
    pause = SECONDS_BETWEEN_ROUNDS
    try:
        while not stop.is_set():
            close_old_connections()
            try:
                done = one_round(at=now())
                pause = 0.05 if done.busy else SECONDS_BETWEEN_ROUNDS
            except Exception as fault:
                log.error("round-failed", exc_info=fault)
                pause = min(pause * 2 + 1, 60.0)
            stop.wait(pause)
    finally:
        connections.close_all()


def stop_on_signals(stop: threading.Event, then: Callable[[], None] | None = None) -> None:
    """SIGTERM and SIGINT finish the round that is under way and then end the process in peace."""

    def asked(_number: int, _frame: FrameType | None) -> None:
        first = not stop.is_set()
        stop.set()
        if first and then is not None:
            then()

    signal.signal(signal.SIGTERM, asked)
    signal.signal(signal.SIGINT, asked)


def in_thread(stop: threading.Event) -> threading.Thread:
    """The worker beside the server, for an embedded Plait."""
    thread = threading.Thread(target=work, args=(stop,), name="plait-worker")
    thread.start()
    return thread
