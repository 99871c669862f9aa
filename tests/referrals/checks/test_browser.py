"""The partner desk in a real browser: no accessibility finding, nothing sideways on a phone, keyboard and no script."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect, sync_playwright

from plait.agencies.models import User
from plait.referrals.models import PartnerCheck
from plait.site.demo.cast import Cast
from tests.journeys.chromium import launch
from tests.journeys.findings import findings
from tests.referrals.checks.conftest import Ask
from tests.referrals.checks.test_pages import of, told

pytestmark = pytest.mark.browser

SEND = """([path, data]) => {
  const form = document.createElement("form");
  form.method = "post"; form.action = path;
  for (const [name, value] of Object.entries(data)) {
    const one = document.createElement("input");
    one.name = name; one.value = value; form.append(one);
  }
  document.body.append(form); form.submit();
}"""
CHILDREN = [
    {
        "name": "Theo Marlow",
        "also": "Theodore",
        "born": "2016-05-12",
        "address": "14 Mill Lane, Ellow, EW3 4QT",
    },
    {"name": "Ivy Marlow", "born": "2021-02-03", "school": "Alder Lane Primary School"},
]
SHOWN_FULLY = {
    "children": CHILDREN,
    "adults": [{"name": "Leanne Marlow", "born": "1991-04-09", "relation": "mother"}],
    "concern": "Emotional abuse.\n\nTheo has said that nights at home frighten him.",
}


class Desk:
    """A browser of one signed-in person."""

    def __init__(self, page: Page, site: str) -> None:
        self.page, self.site = page, site
        self.said: list[str] = []
        page.on("console", lambda message: self.said.append(message.text))
        page.on("pageerror", lambda fault: self.said.append(str(fault)))

    def open(self, path: str, *, width: int = 1200) -> None:
        self.page.set_viewport_size({"width": width, "height": 900})
        self.page.goto(self.site + path)

    def post(self, path: str, data: dict[str, str]) -> None:
        """Sends a form that a page would have sent after many steps."""
        token = self.page.locator("input[name=csrfmiddlewaretoken]").first.input_value()
        self.page.evaluate(SEND, [path, data | {"csrfmiddlewaretoken": token}])
        self.page.wait_for_url(f"**{path}")

    def is_sound(self) -> None:
        assert findings(self.page) == []
        width = (self.page.viewport_size or {"width": 0})["width"]
        assert self.page.evaluate("document.documentElement.scrollWidth") <= width
        assert self.said == [], "a script failed or the policy refused something"


Open = Callable[[str], Desk]


@pytest.fixture
def cast(transactional_db: None, cast: Cast) -> Cast:
    """The cast in a database that the serving thread sees too."""
    return cast


@pytest.fixture
def sit(cast: Cast, at: datetime, live_server: Any) -> Iterator[Open]:
    def cookie(key: str) -> str:
        person, client = cast.people[key], Client()
        if person.user is None:
            person.user = User.objects.create_user(f"{key}@example.org")
            person.save()
        client.force_login(person.user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client.cookies[settings.SESSION_COOKIE_NAME].value

    with time_machine.travel(at, tick=True):
        cookies = {key: cookie(key) for key in ("dsl", "deputy_dsl", "screener")}
        with sync_playwright() as p:
            browser = launch(p)

            def down(key: str) -> Desk:
                inside = browser.new_context()
                name = settings.SESSION_COOKIE_NAME
                inside.add_cookies([{"name": name, "value": cookies[key], "url": live_server.url}])
                return Desk(inside.new_page(), live_server.url)

            yield down
            browser.close()


@pytest.fixture
def check(ask: Ask) -> PartnerCheck:
    made = ask(speak_first=True)
    ids = [child["person"] for child in made.shown["children"]]
    made.shown = SHOWN_FULLY | {
        "children": [child | {"person": person} for child, person in zip(CHILDREN, ids, strict=True)]
    }
    made.save()
    return made


@pytest.fixture
def more(ask: Ask, check: PartnerCheck, at: datetime) -> None:
    """Another check that waits, and one answered yesterday."""
    ask(reference="K-2")
    ask(reference="K-3", status="answered", answered_at=at - timedelta(days=1))


WIDTHS = pytest.mark.parametrize("width", [360, 1200])


@WIDTHS
def test_the_morning_list(check: PartnerCheck, more: None, sit: Open, width: int) -> None:
    desk = sit("dsl")
    desk.open("/checks/", width=width)
    desk.is_sound()
    desk.page.get_by_role("checkbox", name=f"Tick {check.reference}").check()
    desk.page.get_by_role("button", name="Look once more").click()
    expect(desk.page.get_by_text("Choose the answer for the checks you ticked.")).to_have_count(2)
    desk.is_sound()
    desk.page.get_by_role("radio", name="Not known to us").check()
    desk.page.get_by_role("button", name="Look once more").click()
    desk.is_sound()
    desk.page.get_by_role("button", name="Send 1 answer").click()
    desk.is_sound()
    expect(desk.page.locator("main")).to_contain_text("no longer shown")


@WIDTHS
def test_answering_in_full(check: PartnerCheck, sit: Open, width: int) -> None:
    desk = sit("dsl")
    desk.open(of(check), width=width)
    desk.is_sound()
    desk.page.get_by_role("button", name="Continue").click()
    desk.is_sound()
    desk.page.get_by_role("radio", name="Here is what we know").first.check()
    desk.page.get_by_role("checkbox", name="The same answer for both children").check()
    desk.page.get_by_role("button", name="Continue").click()
    desk.is_sound()
    desk.page.get_by_role("button", name="See what the hub will see").click()
    expect(desk.page.get_by_role("link", name="Write down at least one thing")).to_be_visible()
    desk.is_sound()
    desk.page.get_by_role("textbox", name="What you know").first.fill("Away 11 Mondays since September.")
    desk.page.get_by_role("button", name="Add another item").click()
    desk.page.get_by_role("textbox", name="What you know").nth(1).fill("“I don’t like night times.”")
    desk.page.get_by_role("radio", name="The child's own words").nth(1).check()
    desk.page.get_by_role("radio", name="Only the people who decide").nth(1).check()
    desk.is_sound()
    desk.page.get_by_role("button", name="See what the hub will see").click()
    expect(desk.page.get_by_role("heading", name="What the hub will see")).to_be_visible()
    desk.is_sound()
    desk.page.get_by_role("button", name="Send this answer").click()
    expect(desk.page.get_by_role("heading", name="Your answer is with the hub")).to_be_visible()
    desk.is_sound()
    desk.open(of(check), width=width)
    desk.page.get_by_text("Answer again, because").click()
    desk.is_sound()


@WIDTHS
def test_words_of_other_answers_and_a_colleague_meanwhile(check: PartnerCheck, sit: Open, width: int) -> None:
    desk, priya = sit("dsl"), sit("deputy_dsl")
    for one in (desk, priya):
        one.open(of(check), width=width)
    start = {"c0-kind": "cannot_share", "c1-kind": "speak_to_me", "seen": "0", "step": "start"}
    desk.post(of(check, "answer/"), start)
    desk.is_sound()
    quick = {
        "same": "on",
        "c0-kind": "nothing_relevant",
        "seen": "0",
        "gateway": "CA04_16LA",
        "step": "preview",
    }
    desk.post(of(check, "answer/"), quick)
    desk.page.get_by_role("button", name="Send this answer").click()
    priya.post(of(check, "answer/"), told(step="preview"))
    priya.page.get_by_role("button", name="Send this answer").click()
    meanwhile = priya.page.get_by_role("heading", name="Somebody in your agency has answered meanwhile")
    expect(meanwhile).to_be_visible()
    priya.said.clear()  # Chromium calls the 409 of that page a fault
    priya.is_sound()


@WIDTHS
def test_i_rang(check: PartnerCheck, sit: Open, width: int) -> None:
    for key in ("dsl", "screener"):
        desk = sit(key)
        desk.open(of(check, "rang/"), width=width)
        desk.is_sound()
    desk.page.get_by_role("textbox", name="Whom did you speak with?").fill("Tom Ferris")
    desk.page.get_by_role("textbox", name="What was said?").fill("He will look this morning.")
    desk.page.get_by_role("radio", name="A note only").check()
    desk.page.get_by_role("button", name="Write it down").click()
    expect(desk.page.get_by_text("The call is written down.")).to_be_visible()
    desk.is_sound()
