"""The page, the file and what is behind a figure: who reads them, that they tell the same, and what the audit keeps."""

import csv
from io import StringIO
from typing import Any

import pytest
import time_machine

from plait.base.audit.models import AuditEntry
from plait.base.audit.pseudonyms import pseudonym
from plait.people.models import Involvement
from tests.feedback.journey import Journey
from tests.insights.quarter import Quarter


def asks(quarter: Quarter, who: str, path: str) -> Any:
    with time_machine.travel(quarter.at, tick=False):
        return Journey(quarter.cast, quarter.at).browser(who).get(path)


@pytest.fixture
def told(quarter: Quarter) -> Quarter:
    quarter.concerns(23)
    quarter.concerns(3, went="late")
    quarter.concerns(14, of="kestrel")
    quarter.concerns(8, of="kestrel", went="late")
    quarter.concerns(4, of="police")
    return quarter


def test_page_and_file_tell_the_same_and_nothing_small(told: Quarter) -> None:
    page = asks(told, "manager", "/insights/")
    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "no-store"
    shown = page.content.decode()
    assert "August to October 2026" in shown
    assert '<span class="govuk-visually-hidden">not told</span>' in shown
    assert "Alder Lane Primary School" in shown
    answer = asks(told, "scrutineer", "/insights/file/")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="promises-2026-08.csv"'
    rows = list(csv.DictReader(StringIO(answer.content.decode())))
    decisions = [one for one in rows if one["measure"] == "A decision within one working day"]
    ours = {one["column"]: one["figure"] for one in decisions if one["line"] == "Alder Lane Primary School"}
    assert (ours["In time"], ours["Late"], ours["All"]) == ("not told", "not told", "26")
    police = [one["figure"] for one in decisions if one["line"] == "Fenmarch Police"]
    assert set(police) <= {"not told", "0"}
    assert not [one for one in rows if one["column"] != "In 100" and one["figure"] in ("1", "2", "3", "4")]


def test_the_audit_keeps_who_read_and_who_took_the_file(told: Quarter) -> None:
    asks(told, "manager", "/insights/")
    asks(told, "dsl", "/insights/file/?months=2026-05")
    kept = AuditEntry.objects.filter(act__startswith="insights:").values_list("act", flat=True)
    assert sorted(kept) == ["insights:export", "insights:read"]


@pytest.mark.parametrize("who", ["teacher", "screener", "administrator", "privacy_officer"])
def test_it_is_for_those_who_lead(quarter: Quarter, who: str) -> None:
    for path in ("/insights/", "/insights/file/", "/insights/definitions/", "/insights/behind/decision/"):
        assert asks(quarter, who, path).status_code == 403, path


def test_months_that_are_not_told_are_the_last_three(quarter: Quarter) -> None:
    for months in ("1999-01", "2026-09", "<b>", ""):
        assert (
            "August to October 2026"
            in asks(quarter, "manager", f"/insights/?months={months}").content.decode()
        )
    assert "May to July 2026" in asks(quarter, "manager", "/insights/?months=2026-05").content.decode()


def test_behind_a_figure_stands_only_what_the_reader_may_open(told: Quarter) -> None:
    ours, others = told.contacts[0], told.contacts[1]
    Involvement.objects.create(
        person=ours.people.get().description.person, team=told.cast.teams["hub"], kind="duty", source_kind="contact",
        source_id=ours.pk, from_at=told.day,
    )  # fmt: skip
    shown = asks(told, "manager", "/insights/behind/decision/").content.decode()
    assert ours.reference in shown
    assert others.reference not in shown
    on_record = AuditEntry.objects.filter(act="insights:behind")
    looked = {one.people.get().description.person_id: one for one in (ours, others)}
    assert {one for one in looked if on_record.filter(subject=pseudonym(f"person:{one}")).exists()} == {
        ours.people.get().description.person_id
    }, "whoever is listed hears that they were"
    assert ours.reference not in asks(told, "dsl", "/insights/behind/decision/").content.decode()
    assert asks(told, "scrutineer", "/insights/behind/decision/").status_code == 403
    assert "insights/behind/" not in asks(told, "scrutineer", "/insights/").content.decode()
    assert asks(told, "manager", "/insights/behind/groups/").status_code == 404, (
        "children’s codes lead to no child"
    )
    assert asks(told, "manager", "/insights/behind/none-such/").status_code == 404


@pytest.mark.parametrize(
    "measure", ["acted", "answers", "heard", "feedback", "of-use", "escalations", "challenges", "held"]
)
def test_every_measure_with_records_has_its_list(quarter: Quarter, measure: str) -> None:
    for who in ("manager", "dsl", "lead"):
        assert asks(quarter, who, f"/insights/behind/{measure}/").status_code == 200


def test_every_measure_is_defined(quarter: Quarter) -> None:
    shown = asks(quarter, "dsl", "/insights/definitions/").content.decode()
    assert shown.count("Keep in mind") == 12
    assert "it does not say that one causes the other" in shown
