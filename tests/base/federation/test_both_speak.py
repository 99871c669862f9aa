"""Two areas speak with each other at once: neither waits for what the other holds."""

from datetime import datetime
from io import BytesIO
from threading import Thread

import pytest
from django.db import connection

from plait.base.federation import kinds
from plait.base.federation.kinds import Arrived
from plait.base.federation.models import Outgoing
from plait.base.federation.receiving import receive
from tests.base.federation.delivery import NOTE, from_north, pinned, said_to_north


@pytest.mark.django_db(transaction=True)
def test_a_deed_says_something_to_an_area_while_that_area_s_word_is_taken_in(
    at: datetime, monkeypatch: pytest.MonkeyPatch, lane: str
) -> None:
    """Their word may wait for the very record that the deed holds. SQLite lets one write at a time, so there the deed follows."""
    pinned(at=at)
    faults: list[Exception] = []

    def deed() -> None:
        try:
            if lane != "sqlite":
                with connection.cursor() as cursor:
                    cursor.execute("SET lock_timeout = '3s'")
            said_to_north(at=at)
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    def keep(_message: Arrived) -> None:
        if lane != "sqlite":
            beside = Thread(target=deed)
            beside.start()
            beside.join()

    monkeypatch.setattr(kinds, "_handlers", {NOTE: keep})
    assert receive(BytesIO(from_north(at=at)), way="file", at=at).state == "received"
    if lane == "sqlite":
        deed()
    assert faults == [] and Outgoing.objects.get().state == "waiting"
