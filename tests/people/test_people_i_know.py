"""*I know this person*: it refuses before all else, tells nothing, and only a privacy officer ends it."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine

from plait.base.access.verdict import Refused
from plait.base.audit.models import AuditEntry
from plait.people.access import visible_people
from plait.people.actions.declare_conflict import declare_conflict
from plait.people.actions.end_conflict import end_conflict
from plait.people.models import DeclaredConflict
from tests.feedback.journey import CHILD, SURNAME, Journey

NAMES = {"forename": CHILD, "surname": SURNAME, "kind": "own_family"}


def test_declaring_shuts_the_record_at_once_and_before_the_role(journey: Journey) -> None:
    journey.raised()
    by = journey.who("screener")
    assert visible_people(by, at=journey.at).filter(pk=journey.child).exists()
    declare_conflict(**NAMES, born_on=None, by=by, at=journey.later())
    assert not visible_people(by, at=journey.at).filter(pk=journey.child).exists()
    assert visible_people(journey.who("manager"), at=journey.at).filter(pk=journey.child).exists()


def test_declaring_the_same_twice_is_once_and_a_name_is_needed(journey: Journey) -> None:
    by = journey.who("teacher")
    first = declare_conflict(**NAMES, born_on=None, by=by, at=journey.later())
    assert declare_conflict(**NAMES, born_on=None, by=by, at=journey.later()).pk == first.pk
    with pytest.raises(Refused, match="no-name"):
        declare_conflict(
            forename=" ", surname="Marlowe", kind="friend", born_on=None, by=by, at=journey.later()
        )
    assert AuditEntry.objects.filter(reason="no-name", verdict="refused").exists()


def test_a_privacy_officer_ends_one_declaration_and_only_that_one(journey: Journey) -> None:
    journey.raised()
    by, officer = journey.who("screener"), journey.who("privacy_officer")
    told = declare_conflict(**NAMES, born_on=None, by=by, at=journey.later())
    other = declare_conflict(
        forename="Leanne", surname=SURNAME, kind="own_family", born_on=None, by=by, at=journey.later()
    )
    for wrong, reason in (("", "needs-reason"), ("because I say so", "needs-reason")):
        with pytest.raises(Refused, match=reason):
            end_conflict(conflict_id=str(told.pk), because=wrong, by=officer, at=journey.later())
    for who in ("screener", "manager", "administrator", "custodian"):
        with pytest.raises(Refused, match="no-role"):
            end_conflict(conflict_id=str(told.pk), because="mistake", by=journey.who(who), at=journey.later())
    with pytest.raises(Refused, match="no-such-declaration"):
        end_conflict(conflict_id=str(uuid4()), because="mistake", by=officer, at=journey.later())
    end_conflict(conflict_id=str(told.pk), because="namesake", by=officer, at=journey.later())
    other.refresh_from_db()
    assert other.ended_at is None
    assert (
        DeclaredConflict.objects.filter(
            practitioner_id=by.id, person__isnull=False, ended_at__isnull=True
        ).count()
        == 1
    )
    assert visible_people(by, at=journey.at).filter(pk=journey.child).exists()


def test_nobody_ends_their_own(journey: Journey) -> None:
    officer = journey.who("privacy_officer")
    told = declare_conflict(**NAMES, born_on=None, by=officer, at=journey.later())
    with pytest.raises(Refused, match="own-declaration"):
        end_conflict(conflict_id=str(told.pk), because="mistake", by=officer, at=journey.later())


def test_the_page_says_nothing_about_whether_they_are_known(journey: Journey) -> None:
    journey.raised()
    with time_machine.travel(journey.at + timedelta(hours=1), tick=False):
        known, unknown = journey.browser("teacher"), journey.browser("dsl")
        posted = {"forename": CHILD, "surname": SURNAME, "kind": "friend"}
        assert known.post("/account/people-i-know/", posted).status_code == 302
        assert (
            unknown.post("/account/people-i-know/", {**posted, "surname": "Nobody-at-all"}).status_code == 302
        )
        page = known.get("/account/people-i-know/").content.decode()
        assert (
            page.count("<tr ") == unknown.get("/account/people-i-know/").content.decode().count("<tr ") == 2
        )
        assert "Only a privacy officer can end it" in page
        assert known.get("/audit/declared/").status_code == 403
        told = DeclaredConflict.objects.get(person__isnull=True, surname_key__startswith="marlowe")
        officer = journey.browser("privacy_officer")
        assert "Nia Osei" in officer.get("/audit/declared/").content.decode()
        there = f"/audit/declared/{told.pk}/"
        assert "Answer “Why does it end?”" in officer.post(there, {}).content.decode()
        assert officer.post(there, {"because": "mistake"}).status_code == 302
        assert officer.get(there).status_code == 404
        gone, never = officer.get(there), officer.get(f"/audit/declared/{uuid4()}/")
        assert gone.content == never.content
