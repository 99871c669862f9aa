"""Whose turn it is to write: first come, first served, between the threads of a process and between processes.

SQLite lets one connection write at a time, and its own waiting is a lottery: under load one writer in a hundred
waits for seconds. Here writers queue. A thread takes its turn in this process, then the process takes its turn among
processes by a lock on `<database>.lock`; the kernel gives that lock back when a process dies.
"""

import os
import sys
import threading
import time
from collections import deque
from pathlib import Path

if sys.platform != "win32":
    import fcntl

_POLL_SECONDS = 0.002


class Queue:
    """A lock that is handed to the longest waiter and is never up for grabs while somebody waits."""

    def __init__(self) -> None:
        self._mutex = threading.Lock()
        self._waiting: deque[threading.Lock] = deque()
        self._taken = False

    def acquire(self, *, seconds: float) -> bool:
        """Wait up to `seconds` for the turn; False when it did not come."""
        with self._mutex:
            if not self._taken:
                self._taken = True
                return True
            turn = threading.Lock()
            turn.acquire()
            self._waiting.append(turn)
        try:
            if turn.acquire(timeout=seconds):
                return True
        except BaseException:  # an interrupt while waiting must not leave the queue standing behind nobody
            if not self._leave(turn):
                self.release()
            raise
        return not self._leave(turn)

    def _leave(self, turn: threading.Lock) -> bool:
        """Leave the queue; False when the turn was handed over in the last instant."""
        with self._mutex:
            if turn in self._waiting:
                self._waiting.remove(turn)
                return True
            return False

    def release(self) -> None:
        with self._mutex:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._taken = False


class FileTurn:
    """The same between processes: a turnstile lock, then the write lock.

    Whoever waits for the write lock stands in the turnstile, so the process that has just written cannot overtake it.
    """

    def __init__(self, database: str) -> None:
        self._path = Path(f"{database}.lock")
        self._held: list[int] = []

    def acquire(self, *, seconds: float) -> bool:
        """Wait up to `seconds`; False when another process kept writing."""
        if sys.platform == "win32":
            return True
        until = time.monotonic() + seconds
        turnstile = self._lock_byte(0, until)
        if turnstile is None:
            return False
        try:
            write = self._lock_byte(1, until)
        finally:
            os.close(turnstile)
        if write is None:
            return False
        self._held.append(write)
        return True

    def _lock_byte(self, number: int, until: float) -> int | None:
        """An open file holding lock `number`, or None when the time ran out. Closing the file gives the lock back."""
        if sys.platform == "win32":
            return None
        # Two files rather than two byte ranges: flock belongs to the open file and survives no one but its process,
        # while range locks are dropped when any other descriptor of the same file is closed.
        path = self._path if number else self._path.with_name(self._path.name + ".next")
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o660)
        try:
            while True:
                try:
                    fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    return descriptor
                except BlockingIOError:
                    if time.monotonic() >= until:
                        os.close(descriptor)
                        return None
                    time.sleep(_POLL_SECONDS)
        except BaseException:
            try:
                os.close(descriptor)
            except OSError:
                pass
            raise

    def release(self) -> None:
        while self._held:
            os.close(self._held.pop())


class Turn:
    """The right to write to one database file. Not re-entrant: one connection, one transaction."""

    def __init__(self, database: str) -> None:
        self._queue = Queue()
        self._file = None if _in_memory(database) else FileTurn(database)

    def acquire(self, *, seconds: float) -> bool:
        until = time.monotonic() + seconds
        if not self._queue.acquire(seconds=seconds):
            return False
        try:
            if self._file is None or self._file.acquire(seconds=max(0.0, until - time.monotonic())):
                return True
        except BaseException:
            self._queue.release()
            raise
        self._queue.release()
        return False

    def release(self) -> None:
        if self._file is not None:
            self._file.release()
        self._queue.release()


_turns: dict[str, Turn] = {}
_turns_mutex = threading.Lock()


def turn_for(database: str) -> Turn:
    """The one Turn of this process for a database file, whatever name it was opened by."""
    key = database if _in_memory(database) else os.path.realpath(database)
    with _turns_mutex:
        if key not in _turns:
            _turns[key] = Turn(key)
        return _turns[key]


def _in_memory(database: str) -> bool:
    return database == ":memory:" or database.startswith("file:")


def _forget_after_fork() -> None:
    """A child must not inherit a turn that some thread of its parent holds."""
    global _turns_mutex
    _turns_mutex = threading.Lock()
    for turn in _turns.values():
        if turn._file is not None:
            turn._file.release()
    _turns.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_after_fork)
