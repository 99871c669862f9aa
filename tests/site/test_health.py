"""How Plait is, for those who keep it running."""

from datetime import datetime, timedelta

import pytest
from django.db import connections, transaction
from django.db.utils import OperationalError
from django.test import RequestFactory

from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.outbox import post
from plait.base.timers import fire_due, set_timer
from plait.site.health import parts
from plait.site.views.health import live, ready

pytestmark = pytest.mark.django_db


def ill(at: datetime) -> dict[str, str]:
    return {part.name: part.says for part in parts(at=at) if not part.well}


def test_all_is_well(at: datetime) -> None:
    assert [part.name for part in parts(at=at)] == [
        "database",
        "migrations",
        "timers",
        "outbox",
        "clock",
        "sealed log",
    ]
    assert ill(at) == {}


def test_it_answers(at: datetime) -> None:
    request = RequestFactory().get("/health/ready")
    request.at = at  # type: ignore[attr-defined]
    assert live(request).content == b"ok"
    answer = ready(request)
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
    assert b'"ready": true' in answer.content


def test_a_worker_that_does_not_run_is_noticed(at: datetime) -> None:
    with transaction.atomic():
        set_timer(key="k", kind="nobody-handles-this", subject="contact:7", due_at=at)
    request = RequestFactory().get("/health/ready")
    request.at = at + timedelta(minutes=3)  # type: ignore[attr-defined]
    assert ready(request).status_code == 503
    assert "180 seconds late" in ill(at + timedelta(minutes=3))["timers"]


def test_a_timer_that_keeps_failing_is_named(at: datetime) -> None:
    with transaction.atomic():
        set_timer(key="k", kind="nobody-handles-this", subject="contact:7", due_at=at)
    for hour in range(6):
        fire_due(at=at + timedelta(hours=hour))
    assert ill(at + timedelta(hours=6))["timers"] == "1 timers keep failing: nobody-handles-this."


def test_mail_that_does_not_leave_is_noticed(at: datetime) -> None:
    with transaction.atomic():
        post(key="k", kind="something-waiting", to="practitioner:joanne", at=at)
    assert "1 messages wait, the oldest for 31 minutes." in ill(at + timedelta(minutes=31))["outbox"]


def test_a_clock_behind_the_last_audit_row_is_noticed(at: datetime) -> None:
    with transaction.atomic():
        record(act="contact:read", about="contact:7", by=Actor.process("worker"), at=at)
    assert "3600 seconds behind" in ill(at - timedelta(hours=1))["clock"]


def test_a_database_that_is_away_leaves_one_part(at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: object) -> None:
        raise OperationalError("host db.ellowmere.invalid")

    monkeypatch.setattr(connections["default"], "cursor", away)
    assert ill(at) == {"database": "The database does not answer (OperationalError)."}
