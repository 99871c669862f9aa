"""Each measure as its definition says, for the agencies of the story: counted, and told without what is small."""

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from plait.escalation.models import Escalation
from plait.insights.presenters.page import sections
from plait.insights.queries import Report, report
from plait.insights.rules.comparing import NOT_SAID, within
from plait.insights.rules.tables import Line
from plait.people.models import Person
from plait.referrals.models import ContactPerson
from tests.insights.quarter import DAY, Quarter

FEW = "under 5"


def told(quarter: Quarter, who: str = "manager") -> Report:
    return report(quarter.cast.actor(who, at=quarter.at), quarter.period, quarter.at)


def line(quarter: Quarter, measure: str, of: str, who: str = "manager") -> Line:
    agency = quarter.cast.agencies.get(of)
    key = str(agency.pk) if agency else of
    return next(one for one in told(quarter, who).tables[measure].lines if one.key == key)


def test_a_decision_within_a_working_day_by_who_told_us(quarter: Quarter) -> None:
    quarter.concerns(9)
    quarter.concerns(6, went="late")
    quarter.concerns(5, went="overdue")
    quarter.concerns(8, went="waiting")
    quarter.concerns(12, of=None)
    quarter.concerns(7, on=quarter.period.begins - timedelta(minutes=1))
    quarter.concerns(7, on=quarter.period.ends)
    assert line(quarter, "decision", "alder_lane").cells == (9, 6, 5, 8, 28)
    assert line(quarter, "decision", "alder_lane").share == 32
    assert line(quarter, "decision", "none").cells == (12, 0, 0, 0, 12)
    total = told(quarter).tables["decision"].total
    assert total is not None
    assert total.cells == (21, 6, 5, 8, 40)


def test_small_numbers_are_not_told_and_not_in_the_lines_beside_them(quarter: Quarter) -> None:
    quarter.concerns(20)
    quarter.concerns(3, went="late")
    quarter.concerns(11, of="kestrel")
    quarter.concerns(7, of="kestrel", went="late")
    ours, theirs = line(quarter, "decision", "alder_lane"), line(quarter, "decision", "kestrel")
    assert (ours.cells[:2], ours.share, ours.cells[-1]) == ((None, None), None, 23)
    assert theirs.cells[:2] == (None, None), "else the total of the column would say it"


def test_nothing_restricted_and_nothing_of_the_closed_list_is_in_any_figure(quarter: Quarter) -> None:
    quarter.concerns(6)
    quarter.concerns(30, restricted=True)
    quarter.concerns(30, route="closed_list")
    assert line(quarter, "decision", "alder_lane").cells == (6, 0, 0, 0, 6)
    restricted = quarter.contacts[10]
    quarter.contacts = [restricted]
    quarter.asks(9, of="police")
    quarter.tells(9, of="police")
    quarter.challenged(9)
    quarter.escalated(9, stage="First talk", days=3)
    person = ContactPerson.objects.get(contact=restricted).description.person_id
    quarter.asked_by_rule(9, rule="no-voice", said="acted", person=person)
    quarter.asked_by_rule(9, rule="no-voice", said="acted", custodian="a-team")
    found = told(quarter)
    for measure in ("answers", "feedback", "challenges", "escalations", "questions"):
        total = found.tables[measure].total
        assert total is not None
        assert not any(total.cells), measure
    assert Person.objects.filter(restricted=True).count() == 30


def test_answers_in_time_for_whoever_was_asked(quarter: Quarter) -> None:
    quarter.asks(30, of="police")
    quarter.asks(10, of="police", went="late")
    quarter.asks(10, of="police", went="overdue")
    quarter.asks(8, of="police", status="withdrawn")
    found = line(quarter, "answers", "police")
    assert (found.cells, found.share) == ((30, 10, 10, 0, 50), 60)
    assert line(quarter, "answers", "camhs").cells == (0, 0, 0, 0, 0)


def test_feedback_in_time_and_read(quarter: Quarter) -> None:
    quarter.tells(10, of="police", read_at=quarter.at)
    quarter.tells(8, of="police")
    quarter.tells(7, of="police", status="held")
    quarter.tells(6, of="police", status="not_told")
    quarter.tells(5, of="police", status="told")
    assert line(quarter, "feedback", "police").cells == (15, 8, 0, 6, 7, 36)
    assert line(quarter, "feedback", "police").share == 64


def test_escalations_by_the_highest_stage_and_by_age(quarter: Quarter) -> None:
    ended = quarter.period.ends - DAY
    stage = next(one.label for one in told(quarter).tables["escalations"].lines)
    quarter.escalated(5, stage=stage, days=3)
    quarter.escalated(6, stage=stage, days=20)
    quarter.escalated(7, stage=stage, days=80)
    quarter.escalated(8, stage=stage, days=80, status="resolved", ended=ended)
    quarter.escalated(9, stage="A stage that the area has dropped", days=80, status="withdrawn", ended=ended)
    quarter.escalated(9, stage=stage, days=200, status="resolved", ended=quarter.period.begins - DAY)
    lines = {one.label: one.cells for one in told(quarter).tables["escalations"].lines}
    assert lines[stage] == (5, 6, 7, 8, 0, 26)
    assert lines["One that is no more"] == (0, 0, 0, 0, 9, 9)
    assert Escalation.objects.count() == 44


def test_challenges_are_good_practice(quarter: Quarter) -> None:
    quarter.challenged(12, right=True)
    quarter.challenged(6, went="late")
    quarter.challenged(5, status="taken_further")
    quarter.challenged(5, status="taken_back")
    assert line(quarter, "challenges", "council").cells == (12, 6, 0, 0, 5, 23)
    thanked = {label: str(span) for _, label, span in told(quarter).right_to_ask}
    assert thanked["Alder Lane Primary School"] == "10 to 14"
    assert thanked["Fenmarch Police"] == FEW


def test_step_downs_that_hold_are_those_of_which_somebody_said_so(quarter: Quarter) -> None:
    quarter.stepped_down(8, months=3, said="yes")
    quarter.stepped_down(5, months=3, said="not_seen")
    quarter.stepped_down(6, months=3)
    quarter.stepped_down(7, months=6, status="reopened", ended_at=quarter.period.earlier(5).ends)
    quarter.stepped_down(9, months=6, status="reopened", ended_at=quarter.at)
    found = told(quarter).tables["held"]
    assert [one.cells for one in found.lines] == [
        (8, 0, 0, 0, 5, 6, 0, 19), (0, 0, 0, 7, 0, 9, 0, 16), (0, 0, 0, 0, 0, 0, 0, 0),
    ]  # fmt: skip
    assert found.lines[0].share == 42


def test_how_often_a_rule_is_put_aside(quarter: Quarter) -> None:
    for said, n in (("acted", 10), ("supervision", 5), ("known", 8), ("not_so", 7), ("", 6)):
        quarter.asked_by_rule(n, rule="same-outcome", said=said)
    quarter.asked_by_rule(5, rule="same-outcome", state="ended")
    found = next(one for one in told(quarter).tables["questions"].lines if one.key == "same-outcome")
    assert found.cells == (10, 5, 8, 7, 6, 5, 41)
    assert found.share == 50, "known or not so, of those that were answered"


def test_from_you_told_us_to_someone_acted(quarter: Quarter) -> None:
    for hours, n in ((2, 6), (5, 2), (30, 1), (100, 1)):
        quarter.concerns(n, outcome="advice", acted=hours)
    quarter.concerns(9, of="kestrel", outcome="advice", acted=2)
    assert [str(within(hours)) for hours in (0, 1, 47, 48, 83, 84)] == [
        "under an hour", "1 hour", "47 hours", "2 days", "3 days", "4 days",
    ]  # fmt: skip
    times = {
        one.label: (one.median and str(one.median), one.ninety and str(one.ninety))
        for one in told(quarter).times
    }
    assert times["Alder Lane Primary School"] == ("2 hours", "30 hours")
    assert times["Kestrel Academy"] == (None, None), "too few"
    assert times["Together"] == ("2 hours", "30 hours")
    shown = {
        one.measure.id: one
        for one in sections(told(quarter), by=quarter.cast.actor("manager", at=quarter.at))
    }
    chart = shown["acted"].parts[0].chart or ""
    assert (
        "Alder Lane Primary School: half: 2 hours; Alder Lane Primary School: nine in ten: 30 hours" in chart
    )
    for section in shown.values():
        assert any(part.chart or part.note or not part.rows for part in section.parts), section.measure.id


def test_whether_answering_rose_after_feedback(quarter: Quarter) -> None:
    early, late = quarter.period.begins + 5 * DAY, quarter.period.begins + 60 * DAY
    quarter.asks(20, of="police", on=early)
    quarter.asks(20, of="police", went="late", on=early)
    quarter.tells(1, of="police", on=late - 3 * DAY)
    quarter.asks(18, of="police", on=late)
    quarter.asks(6, of="police", went="late", on=late)
    heard = {one.label: (one.before, one.after) for one in told(quarter).heard}
    assert heard["Fenmarch Police"] == (50, 75)
    assert heard["Ellowmere Young Minds"] == (None, None)


def test_who_gets_which_answer_in_fives_beside_the_largest_group(quarter: Quarter) -> None:
    quarter.concerns(100, outcome="advice", ethnicity="WBRI", sex="F", disability="NONE")
    quarter.concerns(20, outcome="section_47", ethnicity="WBRI", sex="M")
    quarter.concerns(10, outcome="section_47", ethnicity="BCRB", sex="M", disability="MOB PC")
    quarter.concerns(10, outcome="assessment_s17", ethnicity="BAFR", sex="M")
    quarter.concerns(3, outcome="early_help", ethnicity="REFU")
    sex, ethnicity, disability = told(quarter).characteristics
    white, black = ethnicity.groups[:2]
    assert (white.label, str(white.children), white.largest) == ("White", "120 to 124", True)
    assert [str(one) for one in black.outcomes] == ["10 to 14", "10 to 14", FEW, FEW, FEW, FEW]
    assert black.protection is not None
    assert (black.protection.ratio, black.protection.may_be_chance) == (3.0, False)
    assert black.no_more is None, "nobody of them, or fewer than five"
    assert [one.label for one in ethnicity.groups][-1] == NOT_SAID
    assert sorted(one.label for one in sex.groups) == ["Female", "Male", NOT_SAID]
    assert str(next(one for one in disability.groups if one.label == "A disability").children) == "10 to 14"


def test_an_agency_is_told_its_own_line_of_the_areas_tables_and_no_more(quarter: Quarter) -> None:
    quarter.concerns(20)
    quarter.concerns(3, went="late")
    quarter.concerns(40, of="kestrel", went="late")
    quarter.asked_by_rule(10, rule="same-outcome", said="known")
    whole, own = told(quarter), told(quarter, "dsl")
    assert [one.label for one in own.tables["decision"].lines] == ["Alder Lane Primary School"]
    assert own.tables["decision"].lines[0] in whole.tables["decision"].lines
    assert own.tables["decision"].total is None
    assert set(own.tables) == {"decision", "answers", "feedback", "challenges", "of-use"}
    school = {"Alder Lane Primary School"}
    assert {one.label for one in own.times} == {one.label for one in own.heard} == school
    assert own.characteristics == ()
    assert told(quarter, "scrutineer").wide


def test_a_report_asks_as_often_of_many_as_of_few(quarter: Quarter) -> None:
    told(quarter)  # the pack and the reader are kept from now on
    with CaptureQueriesContext(
        connection,
    ) as few:
        told(quarter)
    quarter.concerns(60, outcome="advice")
    quarter.asks(60, of="police")
    quarter.tells(60, of="police")
    with CaptureQueriesContext(connection) as many:
        told(quarter)
    assert len(many) == len(few)
    assert len(many) <= 22
