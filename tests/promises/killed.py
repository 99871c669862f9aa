"""Workers that are killed at every named point of a tick, forked from a parent that has everything loaded. What they were to do
is done by those after them: each effect once by its key, none lost, and every letter at least once."""

import os
import signal
import sys
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.db import connections, transaction

from plait.base.audit.actor import Actor
from plait.base.audit.models import AuditEntry
from plait.base.audit.pseudonyms import pseudonym
from plait.base.audit.record import record
from plait.base.outbox import addresses, delivery, post
from plait.base.outbox.models import Message
from plait.base.timers import Due, fire_due, firing, once, set_timer
from plait.base.timers.models import Timer

WORKER, KIND, PROMISES, MOST = Actor.process("tests"), "killed-worker", 4, 12
# Where a worker dies: in which module, after (or before) which of its steps.
POINTS: dict[str, tuple[Any, str, str]] = {
    "timers: nothing claimed yet": (firing, "clock_holds", "after"),
    "timers: claimed": (firing, "_claim", "after"),
    "timers: taken, no effect yet": (firing, "_handlers", "before"),
    "timers: effect made, not marked": (firing, "_handlers", "after"),
    "timers: marked, not committed": (Timer, "save", "after"),
    "timers: committed": (firing, "_fire", "after"),
    "outbox: claimed": (delivery, "_claim", "after"),
    "outbox: may leave, not sent": (delivery, "_may_still_leave", "after"),
    "outbox: sent, not marked": (delivery, "_send", "after"),
    "outbox: marked": (delivery, "_mark", "after"),
}  # fmt: skip


def effect(due: Due) -> None:
    """What a promise here does when it is due: one row of the audit and one letter, once by key."""
    if once(f"{due.key}:told", at=due.at):
        record(act="tests:told", about=due.subject, by=WORKER, at=due.at)
        post(
            key=f"{due.key}:letter",
            kind=KIND,
            to=f"practitioner:{_id('reader')}",
            about=due.subject,
            at=due.at,
        )


@contextmanager
def wired() -> Iterator[None]:
    """The handler and an address, for as long as it takes."""
    handlers, resolve = firing._handlers, addresses.resolve
    firing._handlers = {KIND: effect}
    addresses.resolve = lambda to_ref: "killed@tests.invalid"
    try:
        yield
    finally:
        firing._handlers, addresses.resolve = handlers, resolve


def _dies(step: Callable[..., Any], when: str, turn: int) -> Callable[..., Any]:
    left = iter(range(turn, -1, -1))

    def stepped(*args: Any, **said: Any) -> Any:
        last = next(left, 0) == 1
        if last and when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        answer = step(*args, **said)
        if last:
            os.kill(os.getpid(), signal.SIGKILL)
        return answer

    return stepped


def _arm(point: str, turn: int) -> None:
    where, name, when = POINTS[point]
    if name == "_handlers":
        firing._handlers = {KIND: _dies(effect, when, turn)}
    else:
        setattr(where, name, _dies(getattr(where, name), when, turn))


def _in_a_child(work: Callable[[], object]) -> bool:
    """Do it in a forked process; True when that was killed."""
    connections.close_all()  # a connection belongs to one process
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        try:
            work()
        except BaseException as fault:
            sys.stderr.write(f"{fault!r}\n")
            os._exit(3)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if os.WIFEXITED(status) and os.WEXITSTATUS(status):
        raise RuntimeError(f"a worker failed: {os.WEXITSTATUS(status)}")
    return os.WIFSIGNALED(status)


def a_tick(at: datetime) -> None:
    """What a worker does of timers and letters in one round."""
    fire_due(at=at)
    delivery.deliver_due(at=at)


# Of these there is one for each promise in a tick, so that a worker may do one first and die at the next.
ONE_BY_ONE = (
    "timers: taken, no effect yet",
    "timers: effect made, not marked",
    "timers: marked, not committed",
)


def killed_everywhere(number: int, *, at: datetime) -> tuple[datetime, Counter[str]]:
    """Some promises come due; a worker dies at each point, once for certain: at those of timers in an order that chance chooses
    while a timer is still due, then at those of letters. Then one does its work. Answers when it ended and how often each point
    was met."""
    chance, met = Random(number), Counter[str]()
    with transaction.atomic():
        for one in range(PROMISES):
            set_timer(key=_key(number, one), kind=KIND, subject=_subject(number, one), due_at=at, at=at)
    of_timers = [one for one in POINTS if one.startswith("timers")]
    of_letters = [one for one in POINTS if one not in of_timers]
    second = chance.choice((*ONE_BY_ONE, ""))  # with four promises one may be kept before a worker dies
    for point in [*chance.sample(of_timers, len(of_timers)), *chance.sample(of_letters, len(of_letters))]:
        turn = 2 if point == second else 1

        def work(point: str = point, turn: int = turn, at: datetime = at) -> None:
            _arm(point, turn)
            a_tick(at)

        met[point] += _in_a_child(work)
        at += firing.LEASE + timedelta(seconds=1)
    while (
        faults_after(number) and met["those who lived"] < MOST
    ):  # what was put off is tried again minutes later
        met["those who lived"] += 1
        _in_a_child(partial(a_tick, at))
        at += timedelta(minutes=10)
    return at, met


def faults_after(number: int) -> list[str]:
    """A sentence for each promise that was lost or kept twice."""
    wrong = []
    for one in range(PROMISES):
        key = _key(number, one)
        timer = Timer.objects.get(key=key)
        if timer.state != Timer.State.FIRED:
            wrong.append(f"{key}: the timer is {timer.state}")
        told = AuditEntry.objects.filter(act="tests:told", subject=pseudonym(_subject(number, one))).count()
        if told != 1:
            wrong.append(f"{key}: the effect is there {told} times")
        letters = list(Message.objects.filter(key=f"{key}:letter").values_list("state", flat=True))
        if letters != [Message.State.SENT]:
            wrong.append(f"{key}: letters {letters}")
    return wrong


def _key(number: int, one: int) -> str:
    return f"killed:{number}:{one}"


def _subject(number: int, one: int) -> str:
    return f"contact:{_id(_key(number, one))}"


def _id(name: str) -> str:
    return str(uuid5(NAMESPACE_URL, name))


def letters_that_left(folder: Path) -> Counter[str]:
    """How often each letter left, by its Message-ID, from what Django's file backend kept."""
    found: Counter[str] = Counter()
    for kept in sorted(folder.iterdir()):
        lines = kept.read_text(encoding="utf-8").splitlines()
        found.update(line.split()[1] for line in lines if line.startswith("Message-ID:"))
    return found
