"""A worker that dies around a digest: it leaves once, and tells of everything that waited for it."""

from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from django.db import transaction

from plait.agencies.models import Agency, Practitioner
from plait.base.outbox.models import Message
from plait.base.timers import fire_due, firing, set_timer
from plait.base.timers.models import Timer
from plait.notices.handlers import digest_is_due
from plait.notices.models import Notice
from plait.notices.rules import digest_key
from tests.promises import killed

KIND = "notice-digest"
POINTS = (
    "timers: taken, no effect yet", "timers: effect made, not marked", "timers: marked, not committed", "timers: committed",
)  # fmt: skip


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_digest_is_sent_once_whenever_its_worker_dies(
    at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(killed, "KIND", KIND)
    monkeypatch.setattr(killed, "effect", digest_is_due)
    agency = Agency.objects.create(name="Alder Lane", kind="SCHOOL")
    person = Practitioner.objects.create(name="Tom Ferris", job="Teacher", agency=agency)
    key = digest_key(str(person.pk), at)

    def waits(number: int) -> Any:
        return Notice.objects.create(
            practitioner=person,
            key=f"letter:{number}",
            kind="stepdown-accepted",
            path="/lead/",
            at=at,
            gathered_for=at,
        )

    waits(1)
    waits(2)
    with transaction.atomic():
        set_timer(key=key, kind=KIND, subject=f"practitioner:{person.pk}", due_at=at, at=at)
    moment = at
    with killed.wired():
        for point in POINTS:

            def work(point: str = point, moment: datetime = moment) -> None:
                killed._arm(point, 1)
                fire_due(at=moment)

            assert killed._in_a_child(work) or point == "timers: committed"
            assert Message.objects.filter(kind="digest").count() <= 1
            moment += firing.LEASE + timedelta(seconds=1)
        killed._in_a_child(partial(fire_due, at=moment))
    assert Timer.objects.get(key=key).state == Timer.State.FIRED
    digest = Message.objects.get(kind="digest")
    assert digest.context["count"] == 2
    assert set(Notice.objects.values_list("gathered_in", flat=True)) == {key}
