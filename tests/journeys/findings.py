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


def findings(page: Page) -> list[str]:
    """What axe finds, in a line each."""
    # A heading can be found before the stylesheet has come: on a busy machine axe then measured a bare page, whose links
    # are 19 pixels high. `load` waits for every stylesheet.
    page.wait_for_load_state("load")
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(f"() => {{ {AXE} }}")
    found = page.evaluate("rules => axe.run(document, rules).then(one => one.violations)", RULES)
    return [f"{one['id']}: {json.dumps([node['html'][:160] for node in one['nodes']])}" for one in found]
