"""The worker goes round, survives what fails, and stops in peace."""

import threading
from datetime import datetime

import pytest
from django.db.utils import OperationalError

from plait.site import worker as worker_module
from plait.site.worker import aside, each_round, one_round, round_aside, work


@pytest.fixture(autouse=True)
def _no_jobs_of_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker_module, "_jobs", {})
    monkeypatch.setattr(worker_module, "_aside", {})


@pytest.mark.django_db
def test_a_job_that_fails_does_not_keep_the_others_from_their_turn(at: datetime) -> None:
    seen: list[datetime] = []

    def broken(_at: datetime) -> None:
        raise RuntimeError("no")

    each_round("broken", broken)
    each_round("drafts", seen.append)
    done = one_round(at=at)
    assert (done.jobs_failed, seen, done.busy) == (("broken",), [at], False)


@pytest.mark.django_db
def test_what_speaks_to_other_machines_stands_aside(at: datetime) -> None:
    """No timer waits for it: a round does not call it, a thread of its own does."""
    seen: list[datetime] = []

    def broken(_at: datetime) -> None:
        raise RuntimeError("nobody there")

    aside("broken", broken)
    aside("cross", seen.append)
    one_round(at=at)
    assert seen == []
    assert (round_aside(at=at), seen) == (("broken",), [at])


def test_a_round_that_fails_is_followed_by_another(monkeypatch: pytest.MonkeyPatch) -> None:
    stop = threading.Event()
    rounds: list[datetime] = []

    def away(*, at: datetime) -> None:
        rounds.append(at)
        if len(rounds) == 3:
            stop.set()
        raise OperationalError("the database is away")

    monkeypatch.setattr(worker_module, "one_round", away)
    monkeypatch.setattr(worker_module, "SECONDS_BETWEEN_ROUNDS", 0.0)
    monkeypatch.setattr(worker_module, "close_old_connections", lambda: None)
    monkeypatch.setattr(stop, "wait", lambda _seconds: None)
    thread = threading.Thread(target=work, args=(stop,))
    thread.start()
    thread.join(timeout=5)
    assert not thread.is_alive()
    assert len(rounds) == 3
