"""Writers queue: between threads, between processes, and whatever way a transaction ends."""

import subprocess
import sys
import threading
import time
from pathlib import Path

from plait.base.db.sqlite.turns import Queue, Turn, turn_for


def test_the_longest_waiter_goes_first() -> None:
    queue = Queue()
    assert queue.acquire(seconds=0)
    order: list[int] = []

    def wait(number: int) -> None:
        assert queue.acquire(seconds=5)
        order.append(number)
        queue.release()

    waiters = []
    for number in range(6):
        waiter = threading.Thread(target=wait, args=(number,))
        waiter.start()
        waiters.append(waiter)
        while len(queue._waiting) <= number:
            time.sleep(0.001)
    queue.release()
    for waiter in waiters:
        waiter.join()
    assert order == [0, 1, 2, 3, 4, 5]


def test_whoever_gives_up_leaves_the_queue() -> None:
    queue = Queue()
    assert queue.acquire(seconds=0)
    assert not queue.acquire(seconds=0.01)
    queue.release()
    assert queue.acquire(seconds=0)


def test_one_turn_for_one_file_by_any_name(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    assert turn_for(str(tmp_path / "a.sqlite3")) is turn_for(str(tmp_path / "there" / ".." / "a.sqlite3"))
    assert turn_for(str(tmp_path / "a.sqlite3")) is not turn_for(str(tmp_path / "b.sqlite3"))


HOLD = """
import sys, time
from plait.base.db.sqlite.turns import Turn
turn = Turn(sys.argv[1])
assert turn.acquire(seconds=5)
print("mine", flush=True)
sys.stdin.readline()
turn.release()
"""


def test_another_process_waits_and_is_served_when_the_first_is_done(tmp_path: Path) -> None:
    database = str(tmp_path / "a.sqlite3")
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, database], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdin is not None
        assert other.stdout is not None
        assert other.stdout.readline() == "mine\n"
        turn = Turn(database)
        assert not turn.acquire(seconds=0.05)
        other.stdin.write("\n")
        other.stdin.flush()
        assert turn.acquire(seconds=5)
        turn.release()


def test_a_process_that_is_killed_holds_nobody_up(tmp_path: Path) -> None:
    database = str(tmp_path / "a.sqlite3")
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, database], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "mine\n"
        other.kill()
        other.wait()
        turn = Turn(database)
        assert turn.acquire(seconds=5)
        turn.release()


BUSY = """
import sys, time
from plait.base.db.sqlite.turns import Turn
turn = Turn(sys.argv[1])
print("started", flush=True)
until = time.monotonic() + float(sys.argv[2])
while time.monotonic() < until:
    assert turn.acquire(seconds=5)
    time.sleep(0.002)
    turn.release()
"""


def test_a_busy_server_cannot_starve_an_import(tmp_path: Path) -> None:
    """The server writes without a pause; a second process still gets its turn again and again."""
    database = str(tmp_path / "a.sqlite3")
    with subprocess.Popen(
        [sys.executable, "-c", BUSY, database, "1.5"], stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout is not None
        assert server.stdout.readline() == "started\n"
        turn = Turn(database)
        longest = 0.0
        for _ in range(20):
            began = time.monotonic()
            assert turn.acquire(seconds=5)
            longest = max(longest, time.monotonic() - began)
            turn.release()
        assert longest < 0.5
