"""Raising a concern in a real browser: no accessibility finding on any screen, and nothing sideways on a small phone."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from playwright.sync_api import Page, sync_playwright

from plait.agencies.models import User
from plait.site.demo.cast import Cast
from tests.journeys.chromium import launch
from tests.journeys.findings import findings

UNBROKEN = "Marlow" * 13  # one word as long as a field of a name takes, or nearly

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


class Desk:
    """A browser at the desk of whoever sits there."""

    def __init__(self, page: Page, people: dict[str, str]) -> None:
        self.page, self.people = page, people
        page.set_default_timeout(15_000)

    def sits(self, who: str) -> None:
        self.page.goto("/sign-in/as/")
        self.page.locator(
            f"button[value='{self.people[who]}'], form:has([value='{self.people[who]}']) button"
        ).first.click()
        self.page.wait_for_url(lambda url: "/sign-in/as/" not in url)

    def press(self, words: str, then: str) -> None:
        self.page.get_by_role("button", name=words).first.click()
        self.page.get_by_role("heading", level=1, name=then).wait_for()

    def choose(self, **answers: str) -> None:
        for name, value in answers.items():
            self.page.locator(f"input[name={name}][value={value}]").check()

    def write(self, **answers: str) -> None:
        for name, text in answers.items():
            self.page.fill(f"[name={name}]", text)

    def look(self) -> None:
        """No finding at a desk's width, and no sideways scroll there or on a phone."""
        assert findings(self.page) == [], self.page.url
        root = "document.documentElement"
        for width in (320, 1200):
            self.page.set_viewport_size({"width": width, "height": 900})
            assert self.page.evaluate(f"{root}.scrollWidth - {root}.clientWidth") <= 0, self.page.url


@pytest.fixture
def desk(
    cast: Cast, at: datetime, live_server: Any, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Desk]:
    settings.PLAIT_DEMO = True
    cache.clear()
    for who in ("teacher", "call_handler"):
        cast.people[who].user = User.objects.create_user(f"{who}@example.org")
        cast.people[who].save()
    people = {key: str(person.pk) for key, person in cast.people.items()}
    # Playwright keeps an event loop in this thread; nothing here asks the database while it runs.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with time_machine.travel(at, tick=True), sync_playwright() as playwright:
        browser = launch(playwright)
        yield Desk(browser.new_context(base_url=live_server.url).new_page(), people)
        browser.close()


def test_every_screen_from_the_first_to_the_receipt(desk: Desk) -> None:
    desk.sits("teacher")
    page = desk.page
    for path in ("/concerns/mine/", "/concerns/drafts/", "/concerns/start/"):
        page.goto(path)
        desk.look()
    desk.press("Save and continue", "Before you start")
    page.get_by_role("alert").wait_for()
    desk.look()
    desk.choose(danger_now="yes", works_with_children="not_known")
    desk.press("Save and continue", "Who must not know")
    desk.look()
    desk.choose(must_not_know="yes", protect_source="yes", telling_raises_risk="yes")
    desk.press("Save and continue", "Who must not know")  # asked once more who that is
    desk.look()
    desk.press("Save and continue", "Add a child")
    desk.look()
    desk.write(child_given_name="Theo", child_family_name=UNBROKEN, child_born_year="2019")
    desk.press("Save and continue", "The child or children")
    desk.press("Add another child", "Add a child")
    desk.write(child_given_name="محمد")
    desk.press("Save and continue", "The child or children")
    desk.look()
    desk.press("continue", "Adults around them")
    desk.look()
    desk.press("Add somebody", "Add an adult")
    desk.look()
    desk.write(adult_given_name="Dean", adult_role="father")
    desk.press("Save and continue", "Adults around them")
    desk.press("continue", "What worries you")
    desk.look()
    desk.write(observed="A bruise.", child_words="“Daddy grabbed me.”")
    worry = page.url
    phone = page.context.new_page()
    phone.goto(worry)
    phone.fill("[name=observed]", "From my phone")
    phone.get_by_role("button", name="Save and continue").click()
    phone.get_by_role("heading", level=1, name="What helps").wait_for()
    phone.close()
    page.get_by_role("button", name="Save and continue").click()
    page.get_by_role("heading", level=1, name="answered differently").wait_for()
    desk.look()
    desk.press("Keep what I wrote here", "What helps")
    desk.look()
    desk.press("Save and continue", "The family, and you")
    desk.look()
    page.goto(worry.replace("worry", "check"))
    desk.look()
    page.goto(worry.replace("worry", "family"))
    desk.choose(family_told="no_unsafe")
    desk.press("Save and continue", "Check what you say")
    desk.look()
    for gone in ("discard/", "children/2/remove/"):
        page.goto(worry.replace("worry/", gone))
        desk.look()
    page.goto(worry.replace("worry", "check"))
    desk.press("Send this concern", "The hub has your concern")
    desk.look()
    desk.press("Record of what you sent", "What you sent, and what came of it")
    desk.look()
    assert "A bruise." in page.content()


def test_a_call_is_written_down_by_keyboard_alone(desk: Desk) -> None:
    desk.sits("call_handler")
    page = desk.page
    page.goto("/calls/new/")
    desk.look()
    page.locator("[name=danger_now]").first.focus()
    for key in ("Space", "ArrowRight", "Tab"):
        page.keyboard.press(key)
    page.keyboard.type("Shouting through the wall every night.")
    page.keyboard.press("Tab")
    page.keyboard.type("Theo Marlow")
    page.keyboard.press("Tab")
    page.keyboard.type("about 6")
    for key in ("Tab", "Space", "ArrowDown", "ArrowDown", "Tab", "Tab", "Tab", "Tab", "Space", "ArrowRight", "Tab", "Space",
                "ArrowRight", "Enter"):  # fmt: skip
        page.keyboard.press(key)
    page.get_by_role("heading", level=1, name="Call recorded").wait_for()
    desk.look()
