"""With JavaScript off: a concern is raised, a check answered, a next step decided."""

from datetime import UTC, datetime

import pytest
from time_machine import Traveller

from plait.site.demo.cast import Cast
from tests.feedback.journey import Journey
from tests.journeys import raising
from tests.journeys.conftest import BEGINS
from tests.journeys.desk import Sit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_concern_is_raised(sit: Sit) -> None:
    teacher = sit("teacher", javascript=False)
    raising.when_she_says_what_comes_first(teacher, look=False)
    raising.when_she_says_who_they_are(teacher, look=False)
    raising.when_she_says_what_worries_her(teacher, look=False)
    raising.then_she_has_her_receipt(teacher, look=False)


def test_a_check_is_answered_and_the_next_step_decided(sit: Sit, area: Cast, moment: Traveller) -> None:
    Journey(area, BEGINS).raised().accepted().asked("police", "alder_lane")
    moment.move_to(datetime(2026, 11, 23, 10, 0, tzinfo=UTC), tick=True)
    police = sit("police", javascript=False)
    police.open("/checks/")
    police.follow("Theodora", then="What the hub asks Fenmarch Police")
    police.choose("Your answer", "Here is what we know")
    police.press("Continue", then="Your answer to the hub")
    police.press("Add another item", then="Your answer to the hub")
    police.write("What you know", "Two calls to the home this year.")
    police.write("What you know", "He is on bail.", nth=1)
    police.press("See what the hub will see", then="What the hub will see")
    police.press("Send this answer", then="Your answer is with the hub")

    manager = sit("manager", javascript=False)
    manager.open("/hub/")
    manager.follow("Theodora")
    manager.press("Who knows what, and decide")
    manager.sees("Two calls to the home this year.", "He is on bail.")
    manager.press("Decide what happens next", then="Decide what happens next")
    manager.choose("What happens next?", "Section 47 enquiry")
    manager.write("Why is this the right next step?", "What the police told us.")
    manager.press("Decide and tell everyone who helped", then="What is known, and what happens next")
    manager.sees("Section 47 enquiry", "What the police told us.")

    teacher = sit("teacher", javascript=False)
    teacher.open("/feedback/")
    teacher.follow("What came of the concern you raised", then="What came of the concern you raised")
