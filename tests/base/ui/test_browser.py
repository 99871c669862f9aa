"""The gallery in a real browser: no accessibility finding, nothing sideways on a small phone, paper without what is shielded."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.http import HttpRequest
from django.shortcuts import render
from playwright.sync_api import Page, Route, sync_playwright

from plait.base.access.verdict import yes
from plait.base.ui.middleware import HEADERS
from plait.base.ui.slots import nav_entry
from plait.base.ui.views import gallery
from tests.journeys.chromium import launch
from tests.journeys.findings import findings

pytestmark = [pytest.mark.browser, pytest.mark.urls("tests.base.ui.urls")]

SITE = "https://plait.test"
KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


class Desk:
    """A browser whose every request is answered here: pages by the views, files by the finders, autosaves by `saves`."""

    def __init__(self, page: Page, ask: Callable[..., HttpRequest]) -> None:
        self.page, self.ask = page, ask
        self.saves = 204
        self.saved: list[str] = []
        self.said: list[str] = []
        page.route("**/*", self.answer)
        page.on("console", lambda message: self.said.append(message.text))
        page.on("pageerror", lambda fault: self.said.append(str(fault)))

    def answer(self, route: Route) -> None:
        url = urlsplit(route.request.url)
        if url.path.startswith("/static/"):
            found = Path(str(finders.find(url.path.removeprefix("/static/"))))
            route.fulfill(body=found.read_bytes(), content_type=KINDS[found.suffix])
        elif url.path == "/save/" or route.request.headers.get("x-requested-with") == "keep":
            self.saved.append(route.request.post_data or "")
            route.fulfill(status=self.saves)
        else:
            request = self.ask(f"{url.path}?{url.query}")
            if url.path in ("/draft/", "/typed/"):
                form = {"form": _form(), "autosave_url": "/save/" if url.path == "/draft/" else ""}
                response = render(request, "ui/form_page_for_tests.html", form)
            else:
                response = gallery(request)
            route.fulfill(body=response.content, content_type="text/html", headers=HEADERS)

    def open(self, path: str, *, width: int = 1200) -> Page:
        self.page.set_viewport_size({"width": width, "height": 900})
        self.page.goto(SITE + path)
        return self.page


def _form() -> Any:
    from plait.base.ui.views import GalleryForm

    return GalleryForm()


@pytest.fixture
def desk(ask: Callable[..., HttpRequest], settings: Any, tmp_path: Path) -> Iterator[Desk]:
    (tmp_path / "ui").mkdir()
    page = '{% extends "ui/page.html" %}{% block main %}{% include "ui/form.html" %}{% endblock %}'
    (tmp_path / "ui" / "form_page_for_tests.html").write_text(page)
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]
    nav_entry(
        label="Your work", url_name="gallery", lets_in=lambda actor: yes("all"), count=lambda request: 4
    )
    nav_entry(label="Hub board", url_name="desk", lets_in=lambda actor: yes("all"))
    with sync_playwright() as p:
        browser = launch(p)
        yield Desk(browser.new_page(), ask)
        browser.close()


@pytest.mark.parametrize("path", ["/", "/?faults=1"])
@pytest.mark.parametrize("width", [320, 360, 1200])
def test_nobody_is_shut_out(desk: Desk, path: str, width: int) -> None:
    page = desk.open(path, width=width)
    assert findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert desk.said == [], "a script failed or the policy refused something"


def test_words_that_are_pale_on_a_phone_alone_are_found_there(desk: Desk) -> None:
    """The second look measures contrast only where words look like none that were sound before; these do not."""
    style = "<style>body { background: #fff } @media (max-width: 400px) { .pale { color: #999 } }</style>"
    for said, phone in (("<p>Dark</p>", []), ("<p>Dark</p><p class='pale'>Pale</p>", ["color-contrast"])):
        desk.page.set_viewport_size({"width": 1200, "height": 900})
        desk.page.set_content(
            f"<!doctype html><html lang='en'><title>Words</title>{style}<main><h1>Words</h1>{said}</main></html>"
        )
        assert findings(desk.page) == []
        desk.page.set_viewport_size({"width": 360, "height": 900})
        assert [one.split(":")[0] for one in findings(desk.page, again=True)] == phone


def test_the_reader_is_taken_to_what_must_be_mended(desk: Desk) -> None:
    page = desk.open("/?faults=1")
    assert page.evaluate("document.activeElement.className") == "govuk-error-summary"
    page.get_by_role("link", name="There is no 31 February 2019.").click()
    assert page.evaluate("document.activeElement.id") == "id_born_day"


def test_a_draft_saves_itself_and_says_when_it_could_not(desk: Desk) -> None:
    page = desk.open("/draft/")
    page.clock.install()
    page.reload()
    page.get_by_label("Name of the child").fill("Amal")
    page.clock.run_for(6000)
    page.get_by_text("Saved at").wait_for()
    assert "Amal" in desk.saved[0]
    page.clock.run_for(6000)
    assert len(desk.saved) == 1, "nothing changed, so nothing is sent"
    desk.saves = 403
    page.get_by_label("Name of the child").fill("Amal O")
    page.clock.run_for(6000)
    page.get_by_text("Not saved yet").wait_for()
    desk.saves = 204
    page.clock.run_for(6000)
    page.get_by_text("Saved at").wait_for()


def test_every_other_form_keeps_itself_too_unless_the_page_cannot_show_it_again(desk: Desk) -> None:
    page = desk.open("/typed/")
    page.clock.install()
    page.reload()
    words = page.get_by_role("textbox", name="What did you see")
    words.fill("A bruise")
    page.clock.run_for(16_000)
    page.get_by_text("Not sent yet").wait_for()
    assert "A bruise" in desk.saved[0]
    desk.saves = 422
    for more in ("A bruise, here", "A bruise, there"):
        words.fill(more)
        page.clock.run_for(16_000)
    page.wait_for_function("() => true")
    assert len(desk.saved) == 2, "told once that it cannot be kept here, it asks no more"
    assert not page.get_by_text("Not saved yet").is_visible()


def test_paper_shows_who_printed_it_and_nothing_shielded(desk: Desk) -> None:
    page = desk.open("/")
    page.emulate_media(media="print")
    assert page.get_by_text("Printed by Dana Okafor").is_visible()
    assert not page.get_by_text("A shielded place: never on paper.").is_visible()
    assert not page.get_by_text("Sign out").is_visible()
    assert not page.locator("form.plait-form").is_visible()


def test_without_script_the_page_is_whole(desk: Desk) -> None:
    assert desk.page.context.browser is not None
    quiet = Desk(desk.page.context.browser.new_page(java_script_enabled=False), desk.ask)
    page = quiet.open("/?faults=1", width=360)
    assert page.get_by_role("link", name="Hub board").is_visible()
    assert page.get_by_role("heading", name="There are 8 things to mend").is_visible()
    assert not page.get_by_role("button", name="Print").is_visible()
