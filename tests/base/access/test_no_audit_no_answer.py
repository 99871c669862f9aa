"""No audit, no answer: fault-injected on both databases. (security.md 0.1; sabotage 6 and 7.)"""

from collections.abc import Iterator
from datetime import datetime

import pytest
from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from plait.agencies.actions.set_up_agency import set_up_agency
from plait.agencies.models import Agency
from plait.base.access.deeds import UnauditedDeed, deed
from plait.base.access.doors import anyone_signed_in, door
from plait.base.access.verdict import Refused, Verdict, hidden, no
from plait.base.audit.actor import Actor
from plait.base.audit.models import AuditEntry
from plait.base.audit.record import record

pytestmark = pytest.mark.django_db(transaction=True)
NIA = Actor(id="00000000-0000-4000-8000-000000007d1f", name="Nia Osei", roles=frozenset({"referrer"}))


@pytest.fixture
def no_audit(lane: str) -> Iterator[None]:
    """A database that cannot keep an audit row: the disk is full, the table is locked, somebody dropped it."""
    with connection.cursor() as cursor:
        if lane == "sqlite":
            cursor.execute(
                "CREATE TRIGGER fault BEFORE INSERT ON audit_auditentry BEGIN SELECT RAISE(ABORT, 'disk full'); END"
            )
        else:
            cursor.execute(
                "CREATE FUNCTION fault() RETURNS trigger LANGUAGE plpgsql AS "
                "$$ BEGIN RAISE EXCEPTION 'disk full'; END $$"
            )
            cursor.execute(
                "CREATE TRIGGER fault BEFORE INSERT ON audit_auditentry FOR EACH ROW EXECUTE FUNCTION fault()"
            )
    yield
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER fault" + ("" if lane == "sqlite" else " ON audit_auditentry"))
        if lane != "sqlite":
            cursor.execute("DROP FUNCTION fault()")


def request(at: datetime, method: str = "GET") -> HttpRequest:
    made = RequestFactory().generic(method, "/secret/")
    made.actor, made.at = NIA, at  # type: ignore[attr-defined]
    return made


@door("Everyone with an account reads this test's secret", lets_in=anyone_signed_in, act="secret:read")
def secret(request: HttpRequest) -> HttpResponse:
    return HttpResponse("Ava lives at 4 Mill Row")


def test_a_page_read_is_audited_in_the_same_breath(at: datetime) -> None:
    answer = secret(request(at))
    assert answer.content == b"Ava lives at 4 Mill Row"
    assert AuditEntry.objects.get().act == "secret:read"


@pytest.mark.usefixtures("no_audit")
def test_a_page_whose_audit_cannot_be_kept_shows_nothing(at: datetime) -> None:
    answer = secret(request(at))
    assert answer.status_code == 503
    assert b"Mill Row" not in answer.content
    assert b"999" in answer.content, "the page still says what to do for a child in danger"


@pytest.mark.usefixtures("no_audit")
def test_a_deed_whose_audit_cannot_be_kept_changes_nothing(at: datetime) -> None:
    with pytest.raises(DatabaseError):
        set_up_agency(name="Ghost School", kind="SCHOOL", by=NIA, at=at)
    assert not Agency.objects.filter(name="Ghost School").exists()


def test_a_deed_that_forgets_its_audit_is_undone(at: datetime) -> None:
    @deed
    def found_quietly(*, by: Actor, at: datetime) -> None:
        Agency.objects.create(name="Quiet School", kind="SCHOOL")

    with pytest.raises(UnauditedDeed):
        found_quietly(by=NIA, at=at)
    assert not Agency.objects.filter(name="Quiet School").exists()


@door(
    "Nobody comes in",
    lets_in=lambda actor: no("not-you", say="Not you.", next_step="Ask Tom"),
    act="locked:read",
)
def locked(request: HttpRequest) -> HttpResponse:
    return HttpResponse("never")


def test_a_refusal_is_recorded_after_the_rollback(at: datetime) -> None:
    answer = locked(request(at))
    assert answer.status_code == 403
    assert b"Not you." in answer.content
    assert b"Ask Tom" in answer.content
    kept = AuditEntry.objects.get()
    assert (kept.verdict, kept.reason, kept.act) == ("refused", "not-you", "locked:read")


@pytest.mark.usefixtures("no_audit")
def test_a_refusal_that_cannot_be_recorded_is_not_answered(at: datetime) -> None:
    assert locked(request(at)).status_code == 503


def test_a_refused_deed_leaves_only_its_refusal(at: datetime) -> None:
    @deed
    def try_it(*, by: Actor, at: datetime) -> None:
        Agency.objects.create(name="Half School", kind="SCHOOL")
        record(act="half:done", about="agency:1", by=by, at=at)
        raise Refused(no("changed-my-mind", say="No.", next_step="Stop"), about="agency:1")

    with pytest.raises(Refused):
        try_it(by=NIA, at=at)
    assert not Agency.objects.filter(name="Half School").exists()
    assert [entry.verdict for entry in AuditEntry.objects.all()] == ["refused"]


def hides(reason: str) -> Verdict:
    return hidden(reason)


def test_every_hidden_reason_is_the_same_page(at: datetime) -> None:
    """Restricted, conflicted and absent: one answer, whatever the reason kept for the audit."""
    answers = set()
    for reason in ("restricted", "absent", "declared-conflict"):

        def refuse(actor: Actor, reason: str = reason) -> Verdict:
            return hidden(reason)

        @door("Nobody", lets_in=refuse, act="record:read")
        def view(request: HttpRequest) -> HttpResponse:
            return HttpResponse("never")

        answer = view(request(at))
        answers.add((answer.status_code, tuple(sorted(answer.headers.items())), answer.content))
    assert len(answers) == 1
    assert {entry.reason for entry in AuditEntry.objects.all()} == {
        "restricted",
        "absent",
        "declared-conflict",
    }


def test_a_door_takes_only_its_methods(at: datetime) -> None:
    assert secret(request(at, "POST")).status_code == 405
    assert not AuditEntry.objects.exists()


def test_a_read_inside_a_failed_page_leaves_no_row(at: datetime) -> None:
    @door("All", lets_in=anyone_signed_in, act="broken:read")
    def broken(request: HttpRequest) -> HttpResponse:
        record(act="person:read", about="person:1", by=NIA, at=at)
        raise KeyError("a bug")

    with pytest.raises(KeyError):
        broken(request(at))
    assert not AuditEntry.objects.exists()


def test_transactions_of_a_test_do_not_count_as_a_deeds_own(at: datetime) -> None:
    with transaction.atomic(), pytest.raises(Refused):

        @deed
        def inner(*, by: Actor, at: datetime) -> None:
            raise Refused(no("inner", say="No.", next_step="Stop"))

        inner(by=NIA, at=at)
    assert not AuditEntry.objects.exists(), "an inner refusal is recorded by the outermost door or deed"
