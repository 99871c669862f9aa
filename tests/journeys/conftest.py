"""A browser for each file of journeys, a context for each person, and Ellowmere in a database that the server sees too."""

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from playwright.sync_api import Browser, sync_playwright
from time_machine import Traveller

from plait.site.demo.cast import Cast
from tests.journeys.chromium import launch
from tests.journeys.desk import Desk, Sit

BEGINS = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's chromium. Playwright keeps an event loop in this thread, so Django must be told that it may still ask."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        opened = launch(playwright)
        yield opened
        opened.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def moment() -> Iterator[Traveller]:
    """Monday at nine; the journey moves it on."""
    with time_machine.travel(BEGINS, tick=True) as clock:
        yield clock


@pytest.fixture
def area(transactional_db: None, settings: Any, moment: Traveller, area_put_back: Callable[[], Cast]) -> Cast:
    """Ellowmere at work, with its packs in force: the cast, and no concern yet."""
    settings.PLAIT_DEMO = True
    cache.clear()
    return area_put_back()


@pytest.fixture
def sit(browser: Browser, area: Any, live_server: Any) -> Iterator[Sit]:
    """`sit("teacher")`: her own browser, signed in by keyboard on the demo's page. `javascript=False` for one without."""
    names = {key: person.name for key, person in area.people.items()}
    desks: dict[tuple[str, bool], Desk] = {}

    def down(who: str, *, javascript: bool = True) -> Desk:
        desk = desks.get((who, javascript))
        if desk is None:
            context = browser.new_context(base_url=live_server.url, java_script_enabled=javascript)
            desk = desks[who, javascript] = Desk(context, who)
        desk.open("/sign-in/as/")
        desk.press(f"Sign in as {names[who]}")
        desk.page.wait_for_url(lambda url: "/sign-in/as/" not in url)
        return desk

    yield down
    said = [line for desk in desks.values() for line in desk.said]
    for desk in desks.values():
        desk.context.close()
    assert said == [], "the console was not quiet"
