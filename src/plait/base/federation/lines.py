"""Speaking with many other machines at once: each call on a line (a thread) of its own, all else in the thread that asked.

A conversation is a generator. It yields each call, a function that touches no database, and is given what the call brought, or
its fault is raised there. Between two calls it runs alone, in one thread: the database knows of no other. It must not
yield inside a transaction.
"""

import threading
from collections import deque
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from time import monotonic
from typing import Any, TypeVar, cast

Call = Callable[[], Any]
T = TypeVar("T")
Talk = Generator[Call, Any, int]
MOST = 16  # conversations at once with those who answered the last time; and as many with those who did not


@dataclass(frozen=True, slots=True)
class Ended:
    """One conversation is over: what it came to, or why it came to nothing."""

    whom: str
    done: int = 0
    fault: Exception | None = None


def said_in_time(call: Callable[[], T], *, patience: float) -> T:
    """What one call brings, on a line of its own. Raises its fault, or TimeoutError after `patience` seconds: the limits of
    a connection are of silence, and do not end an answer that drips."""
    came: SimpleQueue[tuple[T | None, Exception | None]] = SimpleQueue()

    def speak() -> None:
        try:
            came.put((call(), None))
        except Exception as fault:
            came.put((None, fault))

    threading.Thread(target=speak, name="plait-line", daemon=True).start()
    try:
        said, fault = came.get(timeout=patience)
    except Empty:
        raise TimeoutError from None
    if fault is not None:
        raise fault
    return cast(T, said)


class Lines:
    """Whoever is slow or silent holds up nobody: a round ends without them, and they are gone on with in the next."""

    def __init__(self, *, most: int = MOST) -> None:
        self._most = most
        self._open: dict[str, Talk] = {}
        self._slow: set[str] = set()  # of these, the ones that keep no line from those who answer
        self._silent: dict[str, None] = {}  # whose last conversation failed, the longest ago first
        self._came: SimpleQueue[tuple[str, Any, Exception | None]] = SimpleQueue()

    def speak(self, talks: Mapping[str, Callable[[], Talk]], *, patience: float) -> list[Ended]:
        """Begin a conversation with each of these with whom none is open, and go on with every open one: until all have ended, or
        for `patience` seconds. With whoever is not reached in that time another round begins."""
        until, ended = monotonic() + patience, []
        waits = [one for one in talks if one not in self._open]
        first = deque(one for one in waits if one not in self._silent)
        later = deque(one for one in self._silent if one in waits)
        while True:
            while first and len(self._open) - len(self._slow) < self._most:
                ended += self._begin(first.popleft(), talks)
            while later and len(self._slow) < self._most:
                self._slow.add(later[0])
                ended += self._begin(later.popleft(), talks)
            if not self._open:
                return ended
            try:
                whom, given, fault = self._came.get(timeout=max(0.0, until - monotonic()))
            except Empty:
                break
            ended += self._go_on(whom, given, fault)
        self._slow |= set(self._open)
        return ended

    def _begin(self, whom: str, talks: Mapping[str, Callable[[], Talk]]) -> list[Ended]:
        self._open[whom] = talks[whom]()
        return self._go_on(whom, None, None)

    def _go_on(self, whom: str, given: Any, fault: Exception | None) -> list[Ended]:
        talk = self._open[whom]
        try:
            call = talk.send(given) if fault is None else talk.throw(fault)
        except StopIteration as end:
            return [self._over(Ended(whom, done=end.value or 0))]
        except Exception as what:
            return [self._over(Ended(whom, fault=what))]
        threading.Thread(target=self._call, args=(whom, call), name=f"plait-line-{whom}", daemon=True).start()
        return []

    def _over(self, one: Ended) -> Ended:
        del self._open[one.whom]
        self._slow.discard(one.whom)
        self._silent.pop(one.whom, None)
        if one.fault is not None:
            self._silent[one.whom] = None
        return one

    def _call(self, whom: str, call: Call) -> None:
        try:
            said: tuple[str, Any, Exception | None] = (whom, call(), None)
        except Exception as fault:
            said = (whom, None, fault)
        self._came.put(said)
