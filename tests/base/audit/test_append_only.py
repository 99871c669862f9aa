"""Audit rows do not change: not by a bug, not by `INSERT OR REPLACE`, not by the serving role of PostgreSQL."""

from datetime import datetime

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.transaction import TransactionManagementError
from hypothesis import given
from hypothesis import strategies as st

from plait.base.audit import insert
from plait.base.audit.actor import Actor
from plait.base.audit.grants import give_rights
from plait.base.audit.insert import MOST_AT_ONCE
from plait.base.audit.leaf import leaf_hash
from plait.base.audit.models import AuditEntry
from plait.base.audit.pseudonyms import pseudonym
from plait.base.audit.queries import looked_at
from plait.base.audit.record import AuditOutsideTransaction, record, verify

NIA = Actor(id="7d1f", name="Nia Osei", agency="a1", agency_kind="SCHOOL", roles=frozenset({"referrer"}))


def keep(at: datetime, about: str = "person:1") -> AuditEntry:
    with transaction.atomic():
        record(act="person:read", about=about, by=NIA, at=at, fields=("identity",), purpose="safeguarding")
    return AuditEntry.objects.latest("id")


@pytest.mark.django_db
def test_a_row_names_nobody(at: datetime) -> None:
    entry = keep(at)
    stored = " ".join(str(getattr(entry, field.name)) for field in AuditEntry._meta.concrete_fields)
    assert "Nia" not in stored
    assert "person:1" not in stored
    assert entry.who == pseudonym("practitioner:7d1f")


@pytest.mark.django_db
def test_who_looked_is_found_by_subject(at: datetime) -> None:
    keep(at, "person:1")
    keep(at, "person:2")
    assert [entry.act for entry in looked_at("person:1")] == ["person:read"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_auditentry SET act = 'nothing:happened'",
        "DELETE FROM audit_auditentry",
        "DELETE FROM audit_auditentry WHERE id = (SELECT max(id) FROM audit_auditentry)",
    ],
)
def test_the_database_refuses_change(at: datetime, statement: str) -> None:
    before = keep(at)
    with pytest.raises(DatabaseError, match="do not change"), connection.cursor() as cursor:
        cursor.execute(statement)
    assert AuditEntry.objects.get(pk=before.pk).act == "person:read"


@pytest.mark.django_db(transaction=True)
def test_a_row_cannot_be_put_in_anothers_place(at: datetime, lane: str) -> None:
    """On SQLite REPLACE deletes without asking the DELETE trigger; on PostgreSQL ON CONFLICT updates."""
    entry = keep(at)
    columns = [field.attname for field in AuditEntry._meta.concrete_fields]
    values = [getattr(entry, name) if name != "act" else "nothing:happened" for name in columns]
    marks = ", ".join(["%s"] * len(columns))
    names = ", ".join(f'"{name}"' for name in columns)
    if lane == "sqlite":
        statement = f"INSERT OR REPLACE INTO audit_auditentry ({names}) VALUES ({marks})"  # noqa: S608
    else:
        statement = (
            f"INSERT INTO audit_auditentry ({names}) VALUES ({marks}) "  # noqa: S608
            "ON CONFLICT (id) DO UPDATE SET act = EXCLUDED.act"
        )
    with pytest.raises(DatabaseError, match="do not change"), connection.cursor() as cursor:
        cursor.execute(
            statement, [value.isoformat() if isinstance(value, datetime) else value for value in values]
        )
    assert AuditEntry.objects.get(pk=entry.pk).act == "person:read"


@pytest.mark.django_db(transaction=True)
def test_the_serving_role_may_only_add_and_read(at: datetime, lane: str) -> None:
    """On PostgreSQL the application's role has no right to change the audit, even if the triggers were gone."""
    keep(at)
    with connection.cursor() as cursor:
        if lane == "sqlite":
            cursor.execute("PRAGMA recursive_triggers")
            assert cursor.fetchone()[0] == 1
            return
        cursor.execute("DROP ROLE IF EXISTS plait_app_test")
        cursor.execute("CREATE ROLE plait_app_test")
        give_rights("plait_app_test")
        try:
            for statement in (
                "UPDATE audit_auditentry SET act = 'x'",
                "DELETE FROM audit_auditentry",
                "TRUNCATE audit_auditentry",
            ):
                with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
                    cursor.execute("SET LOCAL ROLE plait_app_test")
                    cursor.execute(statement)
            with transaction.atomic():
                cursor.execute("SET LOCAL ROLE plait_app_test")
                cursor.execute("SELECT count(*) FROM audit_auditentry")
                assert cursor.fetchone()[0] >= 1
        finally:
            cursor.execute("DROP OWNED BY plait_app_test")
            cursor.execute("DROP ROLE plait_app_test")


@pytest.mark.django_db(transaction=True)
def test_a_row_outside_a_transaction_is_refused(at: datetime) -> None:
    with pytest.raises(AuditOutsideTransaction):
        record(act="person:read", about="person:1", by=NIA, at=at)


@pytest.mark.django_db
def test_a_row_carries_the_hash_of_what_it_says(at: datetime) -> None:
    entry = AuditEntry.objects.get(pk=keep(at).pk)
    assert verify(entry)
    entry.act = "person:nothing"
    assert not verify(entry)


@given(
    payload=st.dictionaries(st.sampled_from(["act", "who", "at"]), st.text(max_size=20), min_size=1),
    key=st.sampled_from(["act", "who", "at"]),
    other=st.text(max_size=20),
)
def test_any_change_changes_the_leaf(payload: dict[str, str], key: str, other: str) -> None:
    salt = "00" * 16
    changed = {**payload, key: other}
    assert (leaf_hash(salt=salt, payload=changed) == leaf_hash(salt=salt, payload=payload)) == (
        changed == payload
    )


@pytest.mark.django_db
def test_more_subjects_than_go_in_one_statement_are_all_kept(at: datetime) -> None:
    about = [f"person:{number}" for number in range(2 * MOST_AT_ONCE + 1)]
    with transaction.atomic():
        record(act="person:returned", about=about, by=NIA, at=at, fields=("identity",))
    kept = list(AuditEntry.objects.order_by("id"))
    assert [one.subject for one in kept] == [pseudonym(one) for one in about]
    assert all(one.at == at and verify(one) for one in kept)


@pytest.mark.django_db(transaction=True)
def test_what_goes_on_after_a_row_that_could_not_be_written_cannot_be_committed(
    at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(insert, "_words", lambda _count: "INSERT INTO nowhere VALUES (%s)")
    with pytest.raises(TransactionManagementError), transaction.atomic():
        try:
            record(act="person:read", about="person:1", by=NIA, at=at)
        except DatabaseError:
            AuditEntry.objects.count()
