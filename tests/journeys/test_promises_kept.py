"""A manager of the hub reads how the promises are kept, what a figure means and what is behind it; a school sees its own."""

import pytest

from plait.site.demo.cast import Cast
from tests.insights.quarter import DAY, Quarter
from tests.journeys.conftest import BEGINS
from tests.journeys.desk import Desk, Sit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def given_three_months(quarter: Quarter) -> None:
    for of, in_time, late in (("alder_lane", 24, 9), ("kestrel", 18, 3), ("police", 41, 6), (None, 12, 0)):
        quarter.concerns(in_time, of=of, outcome="assessment_s17", acted=6, ethnicity="WBRI", sex="F")
        quarter.concerns(late, of=of, went="late", outcome="advice", acted=40, ethnicity="BCRB", sex="M")
    quarter.concerns(9, of="health_visiting", outcome="section_47", acted=3, ethnicity="WBRI", sex="F")
    quarter.concerns(
        8, of="surgery", outcome="section_47", acted=3, ethnicity="ABAN", sex="M", disability="MOB"
    )
    early, later = quarter.period.begins + 4 * DAY, quarter.period.begins + 60 * DAY
    for of, in_time, late in (("police", 20, 20), ("housing", 15, 6), ("camhs", 22, 2)):
        quarter.asks(in_time, of=of, on=early)
        quarter.asks(late, of=of, went="late", on=early)
    quarter.tells(30, of="police", on=later - 2 * DAY, read_at=BEGINS)
    quarter.tells(14, of="housing", status="held")
    quarter.asks(26, of="police", on=later)
    quarter.asks(6, of="police", went="late", on=later)
    quarter.challenged(12, right=True)
    quarter.escalated(6, stage="First talk", days=10)
    quarter.stepped_down(11, months=3, said="yes")
    quarter.stepped_down(6, months=3, said="slipped")
    for said, n in (("acted", 10), ("known", 14), ("not_so", 6)):
        quarter.asked_by_rule(n, rule="same-outcome", said=said)


def then_the_manager_reads_the_area(manager: Desk) -> None:
    manager.open("/insights/")
    manager.is_at("How the promises are kept")
    manager.sees(
        "August to October 2026", "Alder Lane Primary School", "24", "Together", "6 hours", "10 to 14"
    )
    manager.sees("Not told, because the numbers are small")
    manager.look("promises-area")
    manager.page.locator("#decision ~ p a").first.click()
    manager.is_at("What is counted")
    manager.sees("Keep in mind", "it does not say that one causes the other")
    manager.look("promises-definitions")
    manager.open("/insights/behind/decision/")
    manager.is_at("A decision within one working day")
    manager.look("promises-behind")


def then_the_school_reads_its_own_line(school: Desk) -> None:
    school.open("/insights/")
    school.sees("Your agency’s lines of the area’s figures.", "Alder Lane Primary School")
    school.does_not_see("Kestrel Academy")
    school.does_not_see("Who gets which answer")
    school.look("promises-own")


def test_how_the_promises_are_kept_is_read_by_those_who_lead(sit: Sit, area: Cast) -> None:
    given_three_months(Quarter(area, BEGINS))
    then_the_manager_reads_the_area(sit("manager"))
    then_the_school_reads_its_own_line(sit("dsl"))
