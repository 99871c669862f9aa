"""A hub morning from the 08:30 board: who is rung about what, printed and read aloud without a name, and shorter by nine."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from time_machine import Traveller

from plait.agencies.actions.put_on_duty import put_on_duty
from plait.agencies.actions.record_absence import record_absence
from plait.people.rules import Described
from plait.referrals.actions.open_check_first import open_check_first
from plait.referrals.concern import ChildSaid, Concern
from plait.site.demo.cast import Cast
from tests.feedback.journey import Journey
from tests.journeys.desk import NAMED, Desk, Sit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FRIDAY, SUNDAY = datetime(2026, 11, 20, 10, 0, tzinfo=UTC), datetime(2026, 11, 22, 21, 40, tzinfo=UTC)
MORNING = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)


@dataclass
class Weekend:
    """What waits on Monday."""

    late: Journey
    nobody_leads_yet: Journey
    asked: Journey
    in_danger: Journey


def worry(forename: str, surname: str, **said: str) -> Concern:
    child = ChildSaid(Described(forename=forename, surname=surname, age_said="about 6"), "patient")
    return Concern(children=(child,), observed="Cold, and alone in the kitchen.", family_told="told", **said)  # type: ignore[arg-type]


def given_a_weekend(cast: Cast) -> Weekend:
    late = Journey(cast, FRIDAY).raised("health_visitor", worry("Kit", "Rowe")).accepted()
    late.asked("police", "housing").answered("police", "police")
    waits = Journey(cast, FRIDAY + 4 * HOUR).raised("nurse", worry("Hazel", "Croft")).accepted()
    waits.asked("alder_lane").answered("alder_lane", "dsl", "not_known").decided()
    asked = (
        Journey(cast, FRIDAY + HOUR).raised("dsl", worry("Jonah", "Pell")).accepted("amber").asked("surgery")
    )
    open_check_first(check_id=str(asked.checks["surgery"].pk), by=asked.who("gp"), at=asked.later())
    in_danger = Journey(cast, SUNDAY).raised("camhs", worry("Ruby", "Doyle", danger_now="yes"))
    return Weekend(late, waits, asked, in_danger)


def given_who_is_there(cast: Cast) -> None:
    """The screener answers the telephone; the social worker of the assessment team is ill, and the manager acts for her."""
    hub, manager = cast.teams["hub"], cast.actor("manager", at=MORNING - HOUR)
    screener, lead = cast.people["screener"], cast.people["lead"]
    put_on_duty(
        team_id=str(hub.pk), practitioner_id=str(screener.pk), from_at=MORNING - HOUR / 2, to_at=MORNING + 8 * HOUR,
        by=manager, at=MORNING - HOUR,
    )  # fmt: skip
    record_absence(
        practitioner_id=str(lead.pk), from_at=MORNING - HOUR, to_at=MORNING + 48 * HOUR,
        deputy_id=str(cast.people["manager"].pk), by=cast.actor("lead", at=MORNING - 2 * HOUR), at=MORNING - 2 * HOUR,
    )  # fmt: skip


def part(desk: Desk, heading: str) -> str:
    """One list of the board, as it is read aloud."""
    shown = desk.page.locator("section", has=desk.page.get_by_role("heading", name=heading))
    return shown.inner_text() if shown.count() else ""


def when_the_board_is_read(manager: Desk, weekend: Weekend) -> None:
    manager.open("/hub/")
    manager.press("Morning board", then="What turns red by 12:00")
    danger = part(manager, "In danger now: act first")
    assert (
        weekend.in_danger.contact.reference in danger and "Miriam Cole, Hub social worker, on duty" in danger
    )
    unopened = part(manager, "Not opened in time: ring now")
    assert weekend.late.checks["housing"].reference in unopened and "Ines Calder" in unopened
    turning = part(manager, "Turns red by then")
    assert weekend.asked.checks["surgery"].reference in turning and "Anil Rao" in turning
    red = part(manager, "Also red now")
    assert "Esther Lunn, Social worker, away; deputy Robert Achebe 07700 900106" in red, (
        "somebody always answers"
    )
    manager.look("morning-board")
    paper = manager.print_shows()
    assert "07700 900123" in paper and not NAMED.search(paper), "printed, and read aloud"


def when_danger_is_acted_on_first(hub: Desk, weekend: Weekend) -> None:
    hub.open("/hub/board/")
    hub.follow(weekend.in_danger.contact.reference, then="Ruby Doyle")
    hub.press("Rate it", then="How urgent is it?")
    hub.choose("Urgency", "Red")
    hub.write("Why?", "A girl of six, alone at night; the police are on their way")
    hub.press("Keep this rating", then="Ruby Doyle")
    hub.press("Accept as a referral", then="Accept as a referral")
    hub.write("Why do you accept it?", "She may be harmed tonight")
    hub.press("Accept as a referral", then="Ruby Doyle")


def when_the_late_one_is_rung(hub: Desk, weekend: Weekend) -> None:
    """The number stands on the board; what was said is written down where it belongs."""
    hub.open("/hub/board/")
    hub.follow(weekend.late.checks["housing"].reference, then="Kit Rowe")
    hub.press("Who knows what, and decide", then="What is known, and what happens next")
    hub.follow("Write down what they said (Ellowmere Homes)", then="I rang")
    hub.choose("What was the call for?", "The agency’s answer")
    hub.write("Whom did you speak with?", "Ines Calder")
    hub.write("What was said?", "She looked while I waited. They have never heard of the family.")
    hub.choose("If this was the agency’s answer: which?", "Not known to us")
    hub.press("Write it down", then="What is known, and what happens next")


def then_the_board_is_shorter(manager: Desk, weekend: Weekend) -> None:
    manager.open("/hub/board/")
    manager.is_at("What turns red by 12:00")
    manager.sees("Everything urgent has been opened.")
    assert not part(manager, "In danger now: act first")
    assert weekend.asked.checks["surgery"].reference in part(manager, "Turns red by then"), (
        "at twenty past ten"
    )
    assert weekend.in_danger.contact.reference not in part(manager, "Red now")
    manager.look("morning-board-shorter")


def test_a_hub_morning(sit: Sit, area: Cast, moment: Traveller) -> None:
    weekend = given_a_weekend(area)
    given_who_is_there(area)
    moment.move_to(MORNING, tick=True)
    manager, hub = sit("manager"), sit("screener")
    when_the_board_is_read(manager, weekend)
    when_danger_is_acted_on_first(hub, weekend)
    when_the_late_one_is_rung(hub, weekend)
    moment.move_to(MORNING + HOUR / 5, tick=True)
    then_the_board_is_shorter(manager, weekend)
