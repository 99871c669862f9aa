"""What axe finds on a page, once the page is whole."""

import json
from pathlib import Path

import axe_playwright_python
from playwright.sync_api import Page

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],
}
# What stands round `main`, without what differs from page to page of one reader: the current item, counts, times, tokens.
AROUND = """() => {
  const body = document.body.cloneNode(true);
  body.querySelectorAll("main").forEach(one => one.remove());
  return body.innerHTML.replace(/ (aria-current|class|value|nonce)="[^"]*"/g, "").replace(/\\d+/g, "");
}"""
_seen_sound: set[tuple[int, str]] = set()


def findings(page: Page, *, again: bool = False) -> list[str]:
    """What axe finds, in a line each. `again`: the whole page was looked at in another width, so what stands round `main`, once
    it was sound in this width too, is passed over: every page of one reader has the same."""
    # A heading can be found before the stylesheet has come: on a busy machine axe then measured a bare page, whose links
    # are 19 pixels high. `load` waits for every stylesheet.
    page.wait_for_load_state("load")
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(f"() => {{ {AXE} }}")
    size = page.viewport_size
    around = size["width"] if size else 0, page.evaluate(AROUND)
    where = "main" if again and around in _seen_sound else "html"
    found = page.evaluate(
        "([where, rules]) => axe.run(where, rules).then(one => one.violations)", [where, RULES]
    )
    if not found:
        _seen_sound.add(around)
    return [f"{one['id']}: {json.dumps([node['html'][:160] for node in one['nodes']])}" for one in found]
