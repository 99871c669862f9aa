"""The benchmark's area: whole by the database's own rules, the same morning at every size, audit rows that verify."""

import pytest
from django.db import connection

from benchmarks.seeding import filling, writer
from plait.base.audit.models import AuditEntry
from plait.base.audit.record import verify
from plait.referrals.models import Contact, PartnerCheck, Referral


@pytest.mark.django_db
def test_the_morning_is_the_same_whatever_the_past(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filling, "in_bulk", _in_this_test)
    filling.fill(60)
    connection.check_constraints()
    assert Referral.objects.count() == 60
    waiting = filling.Waiting.beside(60)
    assert Contact.objects.filter(status="received").count() == waiting.unrated
    assert Referral.objects.filter(status="open").count() == waiting.open
    out = PartnerCheck.objects.filter(agency__kind="POLICE", status__in=("asked", "opened"))
    assert out.count() == min(waiting.open, waiting.police)
    rows = AuditEntry.objects.filter(act="concern:raised")
    assert rows.count() >= 60
    assert all(verify(row) for row in list(rows)[:10])


class _in_this_test:  # noqa: N801 - stands in for the context manager of that name
    """Writes in the test's own transaction, which is rolled back; the connection keeps its settings."""

    def __enter__(self) -> writer.Writer:
        self.writer = writer.Writer()
        return self.writer

    def __exit__(self, *_raised: object) -> None:
        self.writer.finish()
