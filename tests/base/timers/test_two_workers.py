"""Two workers at once: each promise is kept by one of them."""

import threading
from datetime import datetime

import pytest
from django.db import connections, transaction

from plait.base.timers import Due, fire_due, set_timer, when_due
from plait.base.timers import firing as firing_module


@pytest.mark.django_db(transaction=True)
def test_two_workers_share_the_work(at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(firing_module, "_handlers", {})
    kept: list[str] = []
    when_due("ring-the-hub", lambda due: kept.append(due.key))
    with transaction.atomic():
        for number in range(30):
            set_timer(key=f"t{number:02}", kind="ring-the-hub", subject="contact:7", due_at=at)
    start = threading.Barrier(2)
    faults: list[Exception] = []

    def work() -> None:
        try:
            start.wait()
            for _ in range(8):
                fire_due(at=at, limit=5)
        except Exception as fault:
            faults.append(fault)
        finally:
            connections.close_all()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert faults == []
    assert sorted(kept) == [f"t{number:02}" for number in range(30)]


def test_due_says_what_a_handler_needs(at: datetime) -> None:
    assert Due("k", "kind", "contact:7", at, at).subject == "contact:7"
