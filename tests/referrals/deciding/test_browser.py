"""The deciding pages in a real browser: no accessibility finding, nothing sideways on a small phone, nothing sealed on paper."""

import os
from collections.abc import Iterator
from datetime import time, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from playwright.sync_api import Page, Route, sync_playwright

from plait.base import packs
from plait.base.ui.middleware import HEADERS
from plait.referrals.actions.accept_lead import accept_lead
from plait.referrals.actions.record_dissent import record_dissent
from plait.referrals.actions.record_strategy import Agreed, record_strategy
from plait.thresholds.actions.record_view import record_view
from tests.base.ui.test_browser import KINDS
from tests.journeys.chromium import launch
from tests.journeys.findings import findings
from tests.referrals.deciding.conftest import Desk, Story
from tests.referrals.deciding.test_decide import decide

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SITE = "https://plait.test"


@pytest.fixture
def shown(desk: Desk, story: Story) -> dict[str, str]:
    """Every page of this part, as the right person sees it at its fullest, made before the browser opens."""
    pages: dict[str, str] = {}
    home = f"/referrals/{story.referral.pk}/"

    def keep(name: str, who: str, path: str, data: dict[str, Any] | None = None) -> None:
        answer = desk.get(who, path) if data is None else desk.post(who, path, data)
        assert answer.status_code in (200, 403, 409), (name, answer.status_code)
        pages[name] = answer.content.decode()

    keep("first", "screener", home)
    keep("levels-empty", "screener", f"{home}levels/")
    keep("lead-empty", "lead", "/lead/")
    story.answer("school", "dsl", "Theo flinched when a door slammed.", "Late on three Mondays.")
    bruise = packs.current(at=story.at).indicators(4)[0].code
    views: tuple[tuple[str, int, list[str], str], ...] = (
        ("dsl", 4, [bruise], ""),
        ("police", 3, [], "Two calls, no injury seen."),
    )
    for who, level, ticked, because in views:
        record_view(
            subject=story.referral.ref,
            level=level,
            indicators=ticked,
            because=because,
            by=story.who(who),
            at=story.at,
        )
    story.at += timedelta(days=2)
    keep("late", "screener", home)
    keep("decide", "manager", f"{home}decide/")
    begun = desk.get("screener", f"{home}decide/").context["form"].initial
    keep("decide-faults", "screener", f"{home}decide/", {**begun, "outcome": "nfa"})
    keep("protect", "screener", f"{home}protect/?as=strategy_discussion")
    keep("strategy", "screener", f"{home}strategy/")
    form = desk.get("manager", f"{home}decide/").context["form"].initial
    decision = decide(
        story, outcome="strategy_discussion", worries="The bruise.", because="He said who did it."
    )
    record_dissent(
        decision_id=str(decision.pk), view="Protect him tonight.", by=story.who("dsl"), at=story.at
    )
    typed = {
        **form,
        "outcome": "early_help",
        "level": "2",
        "because": "Mine.",
        "override_because": "It cannot wait.",
    }
    keep("changed", "manager", f"{home}decide/", typed)
    kept = record_strategy(
        referral_id=str(story.referral.pk), held_at=story.at, attended=[("Karen Pike", "Police"), ("Joy Mbeki", "Health")],
        shared="Two calls in October.", decided="A joint enquiry.", enquiry="joint", medical="yes",
        medical_because="Today at four.", safety_tonight="With his grandmother.",
        actions=[Agreed("Karen Pike", "Speaks to the father", story.at.date(), time(18))], by=story.who("screener"), at=story.at,
    )  # fmt: skip
    keep("strategy-record", "screener", f"{home}strategy/{kept.pk}/")
    keep("differently", "manager", f"/differently/decision/{decision.pk}/")
    keep("keep-beside", "manager", f"/differently/decision/{decision.pk}/keep/")
    keep("disputed", "screener", f"{home}disputed/")
    story.answer("police", "police", "An informant names the address.", visibility="sealed")
    keep("full", "screener", home)
    keep("lead-waiting", "lead", "/lead/")
    keep("accept", "lead", f"/lead/{story.referral.pk}/accept/")
    keep("check-level", "dsl", f"/checks/{story.checks['school'].pk}/level/")
    keep("close", "manager", f"{home}close/")
    accept_lead(referral_id=str(story.referral.pk), by=story.who("lead"), at=story.at)
    story.at += timedelta(minutes=1)
    keep("lead-mine", "lead", "/lead/")
    keep("as-lead", "lead", home)
    keep("reopen", "screener", f"{home}reopen/")
    keep("area-levels", "teacher", "/levels/")
    return pages


@pytest.fixture
def browser(shown: dict[str, str]) -> Iterator[Page]:
    def answer(route: Route) -> None:
        path = urlsplit(route.request.url).path
        if path.startswith("/static/"):
            found = Path(str(finders.find(path.removeprefix("/static/"))))
            route.fulfill(body=found.read_bytes(), content_type=KINDS[found.suffix])
        elif path.strip("/") in shown:
            route.fulfill(body=shown[path.strip("/")], content_type="text/html", headers=HEADERS)
        else:
            route.fulfill(status=404)

    with sync_playwright() as playwright:
        opened = launch(playwright)
        page = opened.new_page()
        page.route("**/*", answer)
        yield page
        opened.close()


def test_every_page_reads_well_wide_and_narrow(browser: Page, shown: dict[str, str]) -> None:
    faults: list[str] = []
    keep = os.environ.get("PLAIT_TEST_SHOTS", "")
    for name in shown:
        for width in (1200, 360):
            browser.set_viewport_size({"width": width, "height": 900})
            browser.goto(f"{SITE}/{name}/")
            if keep:
                browser.screenshot(path=f"{keep}/{name}-{width}.png", full_page=True)
            over = browser.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            faults += [f"{name} at {width}: {over} px too wide"] if over else []
            faults += [f"{name} at {width}: {one}" for one in findings(browser)]
    assert not faults, "\n".join(faults)


def test_paper_holds_nothing_sealed_and_no_buttons(browser: Page) -> None:
    browser.emulate_media(media="print")
    browser.goto(f"{SITE}/full/")
    assert "An informant" in browser.content()
    assert not browser.get_by_text("An informant names the address.").is_visible()
    assert not browser.get_by_role("link", name="Immediate protection").is_visible()
    assert browser.get_by_text("This may not be everything that is known").last.is_visible()
