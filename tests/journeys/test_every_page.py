"""Every address that a GET can open, as somebody of the cast who may: sound wide and narrow, and quiet.

The morning and the table of addresses are those of tests/matrix, so that a new address is walked as soon as it is asked about.
With PLAIT_TEST_SHOTS naming a folder, a picture of each page is left there at both widths.
"""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.db import transaction
from playwright.sync_api import Browser

from tests.journeys.desk import Desk
from tests.lanes import rows
from tests.matrix.asking import path_of
from tests.matrix.oracle import EVERYBODY_SIGNED_IN, QUESTIONS, Question
from tests.matrix.world import ANONYMOUS, CAST, MAILBOX, NOW, World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# Whose eyes to look through where several may: those who use the page most.
FIRST = ("teacher", "screener", "manager", "lead", "dsl", "administrator", "privacy_officer", *CAST, MAILBOX)
ALSO = ("contact:kit", "contact:closed", "contact:hazel", "referral:pell", "check:pell-police", "person:ruby")


@pytest.fixture
def world(transactional_db: None, morning_kept: tuple[bytes, rows.Kept]) -> Iterator[World]:
    """Half past twelve of that morning, in a database that the server sees too."""
    packed, kept = morning_kept
    with transaction.atomic():
        rows.put_back(kept)
    with time_machine.travel(NOW, tick=True):
        yield World.unpacked(packed)


def walked() -> Iterator[tuple[str, Question]]:
    """Each page once with its first record, and once more with the records that look different."""
    seen: set[str] = set()
    for question in QUESTIONS:
        if question.open_to_all:
            who = ANONYMOUS
        elif question.own_sign_in:
            who = "teacher"
        elif question.reads:
            who = next(one for one in FIRST if one in question.reads)
        else:
            continue
        if question.pattern not in seen or set(question.fill.values()) & set(ALSO):
            seen.add(question.pattern)
            yield who, question


def test_every_page_is_sound(world: World, browser: Browser, live_server: Any) -> None:
    desks: dict[str, Desk] = {}
    faults: list[str] = []
    for who, question in walked():
        if who not in desks:
            context = browser.new_context(base_url=live_server.url)
            if cookie := world.browsers[who].cookies.get(settings.SESSION_COOKIE_NAME):
                context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
            desks[who] = Desk(context, who)
        desk = desks[who]
        path = path_of(question, world)
        if path.startswith(("/health/", "/.well-known/", "/x/v1/")) or path.endswith(
            ("/text/", "/insights/file/", "/cedar/", "/signed/")
        ):  # no pages
            continue
        answer = desk.page.goto(path)
        assert answer is not None
        if answer.status >= 500 or (who in EVERYBODY_SIGNED_IN and desk.page.url.endswith("/sign-in/")):
            faults.append(f"{path} as {who}: {answer.status}, at {desk.page.url}")
        shot = f"{question.pattern}-{who}".replace("/", "-")
        faults += [f"as {who}: {one}" for one in desk.faults(shot, whole=True)]
        desk.said.clear()
        desk.visited.clear()
    assert not faults, "\n".join(faults)
