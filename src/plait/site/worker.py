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
from plait.base.timers.clock_mark import seconds_behind
from plait.base.timers.firing import Fired, fire_due

log = structlog.get_logger()

SECONDS_BETWEEN_ROUNDS = 3.0

Job = Callable[[datetime], object]

_jobs: dict[str, Job] = {}
_aside: dict[str, Job] = {}


def each_round(name: str, job: Job) -> None:
    """Have the worker call `job(at)` in every round: short work that looks after itself (drafts that expire).

    Called in site/wiring.py only. A job that fails is logged and called again in the next round.
    """
    _jobs[name] = job


def aside(name: str, job: Job) -> None:
    """Have the worker call `job(at)` again and again in a thread of its own: what speaks to other machines, for which no timer
    may wait. Called in site/wiring.py only. A job that fails is logged and called again."""
    _aside[name] = job


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


def round_aside(*, at: datetime) -> tuple[str, ...]:
    """Call what stands aside, once each. Answers which of it failed."""
    failed = []
    for name, job in _aside.items():
        try:
            job(at)
        except Exception as fault:
            failed.append(name)
            log.error("job-failed", job=name, exc_info=fault)
    return tuple(failed)


def work_aside(stop: threading.Event) -> None:
    """Go round with what stands aside until `stop` is set; nothing is tried while the clock stands behind what was seen."""
    try:
        while not stop.is_set():
            close_old_connections()
            try:
                at = now()
                if not seconds_behind(at=at):
                    round_aside(at=at)
            except Exception as fault:
                log.error("round-aside-failed", fault=type(fault).__name__)
            stop.wait(SECONDS_BETWEEN_ROUNDS)
    finally:
        connections.close_all()


def work(stop: threading.Event) -> None:
    """Go round until `stop` is set. A round that fails (the database is away) is logged; the next one tries again."""
    pause = SECONDS_BETWEEN_ROUNDS
    beside = threading.Thread(target=work_aside, args=(stop,), name="plait-worker-aside", daemon=True)
    beside.start()
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
        beside.join(timeout=10)


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
