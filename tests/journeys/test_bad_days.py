"""Bad days: sent twice, signed out in the middle, two at once, far too long, strange letters, and paper."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect
from time_machine import Traveller

from plait.people.rules import Described
from plait.referrals.concern import ChildSaid, Concern
from plait.referrals.models import Contact, Decision
from plait.site.demo.cast import Cast
from tests.feedback.journey import ADDRESS, Journey
from tests.journeys.conftest import BEGINS
from tests.journeys.desk import Desk, Sit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
KNOWN = "What is known, and what happens next"
MUHAMMAD = "محمد الأمين"


@pytest.fixture
def journey(area: Cast) -> Journey:
    return Journey(area, BEGINS - timedelta(hours=1))


def twice(desk: Desk, name: str) -> None:
    """Two presses before the first is answered. Without script, so that nothing on the page holds the second back."""
    desk.reach(desk.page.get_by_role("button", name=name))
    desk.page.keyboard.press("Enter", delay=0)
    desk.page.keyboard.press("Enter", delay=0)


def settle(desk: Desk, name: str, text: str) -> None:
    """A text that no hand would type, put in as by pasting."""
    desk.page.get_by_role("textbox", name=name).evaluate("(one, text) => { one.value = text }", text)


@pytest.mark.parametrize("javascript", [True, False])
def test_sent_twice_is_sent_once(sit: Sit, *, javascript: bool) -> None:
    # given a teacher at the last step
    teacher = sit("teacher", javascript=javascript)
    teacher.follow("Raise a concern", then="Before you start")
    teacher.choose("Is a child in danger now?", "No")
    teacher.choose("Is this about somebody who works", "No")
    teacher.press("Save and continue", then="Who must not know")
    teacher.choose("Is there anyone who must not learn where they are?", "No")
    teacher.choose("Is there anyone who must not learn that you told us?", "No")
    teacher.choose("Would telling the family about this raise the risk", "No")
    teacher.press("Save and continue", then="Add a child")
    teacher.write("First name", MUHAMMAD)
    teacher.press("Save and continue", then="The child or children")
    teacher.press("That is everyone: continue", then="Adults around them")
    teacher.press("Continue", then="What worries you")
    teacher.write("What did you see or hear yourself?", "Hungry again.")
    teacher.press("Save and continue", then="What helps, and what you want")
    teacher.press("Save and continue", then="The family, and you")
    teacher.choose("Have you told the family", "Yes")
    teacher.press("Save and continue", then="Check what you say, then send it")
    # when she presses twice, and once more from the page before
    twice(teacher, "Send this concern")
    teacher.is_at("The hub has your concern")
    teacher.page.go_back()
    teacher.page.wait_for_load_state()
    if teacher.page.get_by_role("button", name="Send this concern").count():
        teacher.press("Send this concern")
    # then the hub has it once, with the name as it is written
    assert Contact.objects.count() == 1
    screener = sit("screener")
    screener.open("/hub/")
    assert screener.page.get_by_role("link", name=MUHAMMAD).count() >= 1
    screener.follow(MUHAMMAD, then=MUHAMMAD)
    screener.look("bad-right-to-left")


def test_decided_twice_is_decided_once(sit: Sit, journey: Journey) -> None:
    journey.raised().accepted().asked("police")
    manager = sit("manager", javascript=False)
    manager.open(f"/referrals/{journey.referral.pk}/decide/")
    manager.choose("What happens next?", "Strategy discussion")
    manager.write("Why is this the right next step?", "A bruise that nobody explains.")
    twice(manager, "Decide and tell everyone who helped")
    manager.is_at(KNOWN)
    assert Decision.objects.count() == 1


def test_signed_out_in_the_middle_loses_nothing(sit: Sit, journey: Journey, moment: Traveller) -> None:
    journey.raised()
    screener = sit("screener")
    page = screener.page
    screener.open(f"/hub/concerns/{journey.contact.pk}/rate/")
    screener.choose("Urgency", "Red")
    screener.write("Why?", "She was not in school today.")
    # when she is called away for longer than a session may idle, and then presses
    moment.move_to(BEGINS + timedelta(minutes=25), tick=True)
    screener.press("Keep this rating", then="Sign in")
    screener.look("bad-signed-out")
    # then she signs in again, and what she wrote is there
    screener.press("Sign in as one of the cast")
    screener.press("Sign in as Miriam Cole", then="How urgent is it?")
    screener.sees("We kept what you wrote")
    screener.look("bad-signed-in-again")
    assert page.get_by_role("textbox", name="Why?").input_value() == "She was not in school today."
    expect(page.get_by_role("radio", name="Red")).to_be_checked()
    screener.press("Keep this rating", then="Theodora")
    screener.sees("Red: within 4 working hours")


def test_two_decide_and_the_second_is_shown_the_first(sit: Sit, journey: Journey) -> None:
    journey.raised().accepted().asked("police")
    path = f"/referrals/{journey.referral.pk}/decide/"
    screener, manager = sit("screener"), sit("manager")
    screener.open(path)
    screener.choose("What happens next?", "Strategy discussion")
    screener.write("Why is this the right next step?", "The screener’s reason.")
    manager.open(path)
    manager.choose("What happens next?", "Assessment as a child in need")
    manager.write("Why can this not wait", "He is at home tonight.")
    manager.choose("Which level of need?", "3: Targeted family help")
    manager.write("Why is this the right next step?", "The manager’s reason.")
    screener.press("Decide and tell everyone who helped", then=KNOWN)
    manager.press("Decide and tell everyone who helped", then="Decide what happens next")
    manager.sees("What changed while you were writing", "The manager’s reason.", "The screener’s reason.")
    manager.look("bad-two-decide")
    for question, text in (
        ("Why is this the right next step?", "The manager’s reason."),
        ("Why can this not wait", "He is at home tonight."),
    ):
        assert manager.page.get_by_role("textbox", name=question).input_value() == text
    assert Decision.objects.count() == 1


def test_two_rate_and_the_second_is_shown_the_first(sit: Sit, journey: Journey) -> None:
    journey.raised()
    manager, screener = sit("manager"), sit("screener")
    for one, rating, because in ((manager, "Red", "He is outside."), (screener, "Green", "He has left.")):
        one.open(f"/hub/concerns/{journey.contact.pk}/rate/")
        one.choose("Urgency", rating)
        one.write("Why?", because)
    manager.press("Keep this rating", then="Theodora")
    screener.press("Keep this rating", then="How urgent is it?")
    screener.sees("Nothing of yours is lost", "He is outside.")
    screener.look("bad-two-rate")
    assert screener.page.get_by_role("textbox", name="Why?").input_value() == "He has left."


THREE_MEGABYTES = "again " * 500_000


def test_more_than_a_page_takes_is_not_sent_and_nothing_is_lost(sit: Sit, journey: Journey) -> None:
    journey.raised()
    screener = sit("screener")
    # Three megabytes in one field take half a minute by themselves.
    screener.page.set_default_timeout(120_000)
    screener.open(f"/hub/concerns/{journey.contact.pk}/rate/")
    screener.choose("Urgency", "Red")
    settle(screener, "Why?", THREE_MEGABYTES)
    screener.page.locator("form.plait-form button").focus()
    screener.page.keyboard.press("Enter")
    screener.page.locator("[data-too-long]", has_text="Everything you wrote is still here").wait_for()
    why = screener.page.locator("#id_because")
    assert why.evaluate("one => one.value.length") == len(THREE_MEGABYTES)
    why.evaluate("one => { one.value = 'Again and again.' }")
    screener.look("bad-too-long")
    assert not Contact.objects.get().rating
    # GOV.UK's button takes a second press only after a second, so that nothing is sent twice
    screener.page.wait_for_timeout(1_200)
    screener.page.locator("form.plait-form button").focus()
    screener.page.keyboard.press("Enter")
    screener.page.get_by_text("The rating is kept").wait_for()
    assert Contact.objects.get().rating == "red"


def test_letters_that_nobody_can_see_do_no_harm(sit: Sit, journey: Journey) -> None:
    journey.raised()
    screener = sit("screener")
    screener.open(f"/hub/concerns/{journey.contact.pk}/rate/")
    screener.choose("Urgency", "Red")
    settle(screener, "Why?", "before\x00after\u202e\u0007")
    screener.press("Keep this rating")
    screener.page.wait_for_load_state()
    kept = screener.page.locator("main")
    expect(kept).to_contain_text("before")
    assert "\x00" not in kept.inner_text()


def test_paper_hides_the_way_in_and_the_way_to_them(sit: Sit, journey: Journey) -> None:
    journey.raised()
    screener = sit("screener")
    screener.open(f"/hub/concerns/{journey.contact.pk}/")
    screener.is_at("Theodora")
    on_paper = screener.print_shows()
    assert "Printed by Miriam Cole" in on_paper
    for words in ("Sign out", "Record a call", "Rate it", ADDRESS):
        assert words not in on_paper


def test_a_name_of_many_letters_stays_in_its_place(sit: Sit, journey: Journey) -> None:
    long = "Ng̃ụ́-" * 12 + "Ó"
    journey.raised(
        concern=Concern(
            children=(
                ChildSaid(Described(forename=MUHAMMAD, surname=long)),
                ChildSaid(Described(forename="Q")),
            ),
            observed="x" * 400,
            family_told="told",
        )
    )
    screener = sit("screener")
    screener.open("/hub/")
    screener.look("bad-long-names")
    screener.open(f"/hub/concerns/{journey.contact.pk}/")
    screener.sees(MUHAMMAD, long)
    screener.look("bad-long-name")
