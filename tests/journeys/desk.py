"""Somebody at a browser: found by what a control is called, reached by the keyboard, and every page looked at closely."""

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.journeys.findings import findings

expect.set_options(timeout=25_000)  # two cores, often busy

TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# What Chromium says of a page that was answered with 403, 409 or 413: the page's status, and no fault of the page.
ONLY_A_STATUS = re.compile(r"Failed to load resource: the server responded with a status of 4\d\d")
# Words that would tell somebody who looks over a shoulder, or reads a history, whom it is about.
NAMES = (
    "Marlow",
    "Kerrigan",
    "Ava",
    "Theo",
    "Leanne",
    "Dean",
    "Pell",
    "Jonah",
    "Doyle",
    "Ruby",
    "Rowe",
    "Hazel",
    "Croft",
)
NAMED = re.compile("|".join(rf"\b{name}\b" for name in NAMES))
WIDE, PHONE, SMALLEST = 1200, 360, 320
# What axe finds, and what Tab comes to, does not depend on the database: it is asked once, on the first lane.
FIRST_LANE = os.environ["PLAIT_TEST_READY"] == "sqlite"


class Desk:
    """One person's browser. Every page it was on was looked at: `looked` says where, `said` what the console said."""

    def __init__(self, context: BrowserContext, who: str = "") -> None:
        self.context, self.who = context, who
        self.page = context.new_page()
        self.page.set_default_timeout(20_000)
        self.page.set_viewport_size({"width": WIDE, "height": 900})
        self.said: list[str] = []
        self.visited: list[str] = []
        self._watch(self.page)

    def _watch(self, page: Page) -> None:
        def heard(text: str) -> None:
            # "[DOM]" lines are Chromium's hints on password managers, not faults of a page
            if not (ONLY_A_STATUS.match(text) or text.startswith("[DOM]")):
                self.said.append(f"{page.url}: {text}")

        page.on("console", lambda message: heard(message.text) if message.type != "debug" else None)
        page.on("pageerror", lambda fault: heard(str(fault)))
        page.on("framenavigated", lambda frame: self.visited.append(frame.url))

    # ------------------------------------------------------------ where they are
    def open(self, path: str) -> None:
        """A page that a person would have as a bookmark."""
        self.page.goto(path)

    def is_at(self, heading: str) -> None:
        """The page with this heading (a part of it will do) has come."""
        expect(self.page.get_by_role("heading", level=1, name=heading)).to_be_visible()

    def sees(self, *words: str) -> None:
        for one in words:
            expect(self.page.locator("main")).to_contain_text(one)

    def does_not_see(self, *words: str) -> None:
        for one in words:
            expect(self.page.locator("body")).not_to_contain_text(one)

    # ------------------------------------------------------------ by keyboard alone
    def reach(self, wanted: Locator) -> Locator:
        """Tab until `wanted` has the focus; a control that Tab never comes to is a fault of the page."""
        target = wanted.first
        target.wait_for(state="attached")
        if not FIRST_LANE:
            target.focus()
        sure = target.evaluate(STOPS_BEFORE)  # so many stops away it is not there yet, and need not be asked
        for pressed in range(260):
            if pressed >= sure and target.evaluate(IS_FOCUSED):
                return target
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{self.page.url}: the keyboard never comes to {wanted}")

    def press(self, name: str, *, then: str = "", role: Any = "button", nth: int = 0) -> None:
        """Press a button by its name, and find oneself on the page with the heading `then`."""
        self.reach(self.page.get_by_role(role, name=name).nth(nth))
        self.page.keyboard.press("Enter")
        if then:
            self.is_at(then)

    def follow(self, name: str, *, then: str = "", nth: int = 0) -> None:
        """Follow a link; one that is folded away in the navigation is unfolded first."""
        more = self.page.locator("details.plait-more__fold:not([open])", has=self.page.get_by_text(name))
        if more.count() and not self.page.get_by_role("link", name=name).count():
            self.open_details("More")
        self.press(name, then=then, role="link", nth=nth)

    def write(self, name: str, text: str, *, nth: int = 0) -> None:
        """Write into a field, in place of what stands there."""
        self.reach(self.page.get_by_role("textbox", name=name).nth(nth))
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(text)

    def tick(self, name: str, *, within: str = "", nth: int = 0) -> None:
        """Tick a box."""
        box = self.page.get_by_role("checkbox", name=name).nth(nth)
        self.reach(box)
        if not box.is_checked():
            self.page.keyboard.press("Space")
        expect(box).to_be_checked()

    def choose(self, question: str, answer: str, *, nth: int = 0) -> None:
        """Choose one answer of a question with round buttons: Tab to the group, arrows inside it."""
        group = self.page.get_by_role("group", name=question).nth(nth)
        wanted = group.get_by_role("radio", name=answer).first
        wanted.wait_for(state="attached")
        for _ in range(260):
            if wanted.evaluate(IN_SAME_GROUP):
                break
            self.page.keyboard.press("Tab")
        else:
            raise AssertionError(f"{self.page.url}: the keyboard never comes to {question!r}")
        for _ in range(30):
            if wanted.evaluate(IS_FOCUSED):
                break
            self.page.keyboard.press("ArrowDown")
        self.page.keyboard.press("Space")
        expect(wanted).to_be_checked()

    def select(self, name: str, answer: str) -> None:
        """Choose from a list by typing how the answer begins."""
        box = self.page.get_by_role("combobox", name=name)
        self.reach(box)
        self.page.keyboard.type(answer)
        expect(box.locator("option:checked")).to_contain_text(answer)

    def date(self, question: str, day: str, month: str, year: str, *, nth: int = 0) -> None:
        """A date in its three boxes."""
        group = self.page.get_by_role("group", name=question).nth(nth)
        for name, text in (("Day", day), ("Month", month), ("Year", year)):
            self.reach(group.get_by_role("textbox", name=name))
            self.page.keyboard.press("Control+A")
            self.page.keyboard.insert_text(text)

    def open_details(self, words: str) -> None:
        """Open what is folded away."""
        self.reach(self.page.locator("summary", has_text=words))
        self.page.keyboard.press("Enter")

    # ------------------------------------------------------------ how the page is
    def look(self, name: str = "") -> None:
        """No finding wide or narrow, nothing sideways on the smallest phone, a neutral title and address, a quiet console."""
        faults = self.faults(name)
        assert not faults, "\n".join(faults)

    def faults(self, name: str = "", *, whole: bool = False) -> list[str]:
        page, found = self.page, []
        name = name or re.sub(r"[0-9a-f-]{36}", "id", page.url.split("/", 3)[-1]).strip("/").replace("/", "-")
        page.wait_for_load_state("load")
        for width in (WIDE, PHONE) if FIRST_LANE else ():
            page.set_viewport_size({"width": width, "height": 900})
            keep(page, f"{name or 'home'}-{width}")
            found += [
                f"{page.url} at {width}: {one}" for one in findings(page, again=width == PHONE, whole=whole)
            ]
        page.set_viewport_size({"width": SMALLEST, "height": 800})
        if over := page.evaluate(TOO_WIDE):
            found.append(f"{page.url}: {over} px too wide at {SMALLEST}: {page.evaluate(WIDEST)}")
        page.set_viewport_size({"width": WIDE, "height": 900})
        if NAMED.search(page.title()):
            found.append(f"{page.url}: the title names somebody: {page.title()!r}")
        found += [f"the address names somebody: {url}" for url in self.visited if NAMED.search(url)]
        found += self.said
        return found

    def print_shows(self) -> str:
        """The words that would stand on paper."""
        self.page.emulate_media(media="print")
        shown = self.page.locator("body").inner_text()
        self.page.emulate_media(media="screen")
        return shown


# At least so many presses of Tab lie between what has the focus and this: fields and links in sight, each counted once.
STOPS_BEFORE = """one => {
  const all = [...document.querySelectorAll("a[href], button, input, select, textarea, summary")].filter(
    each => each.checkVisibility() && !each.disabled && each.tabIndex >= 0 && each.type !== "radio" && each.type !== "hidden");
  const here = all.indexOf(document.activeElement), there = all.indexOf(one);
  return there < 0 || (here < 0 && location.hash) ? 0 : Math.max(0, there - here);
}"""
IS_FOCUSED = "one => one === document.activeElement"
IN_SAME_GROUP = """one => {
  const now = document.activeElement;
  return now && now.type === "radio" && now.name === one.name && now.form === one.form;
}"""
WIDEST = """() => [...document.querySelectorAll("body *")]
  .filter(one => one.getBoundingClientRect().right > innerWidth + 1).map(one => one.outerHTML.slice(0, 90)).slice(-3)"""


def keep(page: Page, name: str) -> None:
    """A picture for whoever wants to look at all pages: PLAIT_TEST_SHOTS names the folder."""
    if folder := os.environ.get("PLAIT_TEST_SHOTS"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(folder) / f"{re.sub(r'[^a-z0-9-]', '-', name.lower())}.png", full_page=True)
        if os.environ.get("PLAIT_TEST_OUTLINE"):
            (Path(folder) / f"{name}.yaml").write_text(page.locator("main").aria_snapshot())


Sit = Callable[..., Desk]
