"""At night: a child is in the emergency department, nobody can be asked, and in the morning somebody looks at what was done."""

from datetime import UTC, datetime
from typing import Any

import pytest
from time_machine import Traveller

from plait.people.models import AccessReview
from tests.feedback.journey import CHILD, Journey
from tests.journeys.desk import Sit

pytestmark = [pytest.mark.browser, pytest.mark.both_databases, pytest.mark.django_db(transaction=True)]
WHAT = "She is here with a burn and says she may not go home."


def test_two_clicks_to_the_record_and_a_look_at_it_afterwards(sit: Sit, area: Any, moment: Traveller) -> None:
    child = Journey(area, datetime(2026, 11, 23, 9, 0, tzinfo=UTC)).raised("teacher").accepted().child
    moment.move_to(datetime(2026, 11, 23, 23, 40, tzinfo=UTC), tick=True)
    nurse = sit("nurse")
    nurse.open(f"/people/{child}/story/")
    assert "Nothing can be given by this route" in nurse.page.inner_text("main")
    nurse.page.get_by_role("link", name="Emergency access").last.click()  # the first click
    nurse.page.get_by_label("A child is here, and nobody who knows them can be reached").check()
    nurse.page.get_by_label("What is happening?").fill(WHAT)
    nurse.page.get_by_role("button", name="Open it for 60 minutes").click()  # the second
    nurse.page.wait_for_url(f"**/people/{child}/story/")
    shown = nurse.page.inner_text("main")
    assert CHILD in shown
    assert "more minutes" in shown
    assert "Address protected" in shown

    moment.move_to(datetime(2026, 11, 24, 0, 50, tzinfo=UTC), tick=True)
    nurse = sit("nurse")
    nurse.open(f"/people/{child}/story/")
    assert "Nothing can be given by this route" in nurse.page.inner_text("main"), "it shut by itself"

    moment.move_to(datetime(2026, 11, 24, 9, 15, tzinfo=UTC), tick=True)
    officer = sit("privacy_officer")
    officer.open("/audit/reviews/")
    assert CHILD not in officer.page.inner_text("main")
    officer.page.get_by_role("link", name="Bea Holt").click()
    assert WHAT in officer.page.inner_text("main")
    officer.page.get_by_label("It was in order").first.check()
    officer.page.get_by_label("How do you know?").fill("The ward and the duty doctor confirmed it.")
    officer.page.get_by_role("button", name="Keep this").click()
    officer.page.wait_for_url("**/audit/reviews/")
    assert "It was in order" in officer.page.inner_text("main")
    assert AccessReview.objects.get().outcome == "in_order"
