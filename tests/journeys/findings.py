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
WITHOUT_CONTRAST = {**RULES, "rules": {"color-contrast": {"enabled": False}}}
# What stands round `main`, without what differs from page to page of one reader: the current item, counts, times, tokens.
AROUND = """() => {
  const body = document.body.cloneNode(true);
  body.querySelectorAll("main").forEach(one => one.remove());
  return body.innerHTML.replace(/ (aria-current|class|value|nonce)="[^"]*"/g, "").replace(/\\d+/g, "");
}"""
_seen_sound: set[tuple[int, str]] = set()
# How the words on a page look: colour, shadow, whether they count as large (WCAG 1.4.3: 24 px, or bold from 18.66 px), and
# every background from theirs down to the first opaque one.
LOOKS = """() => {
  const looks = new Set(), beneath = new Map();
  const ground = one => {
    if (!one) return "";
    if (!beneath.has(one)) {
      const is = getComputedStyle(one), solid = is.backgroundColor.startsWith("rgb(") && is.opacity === "1";
      const own = [is.backgroundColor, is.backgroundImage, is.opacity, is.filter, is.mixBlendMode].join(" ");
      beneath.set(one, own + (solid ? "" : " / " + ground(one.parentElement)));
    }
    return beneath.get(one);
  };
  for (const one of document.querySelectorAll("body *")) {
    const said = [...one.childNodes].some(each => each.nodeType === 3 && each.data.trim());
    if (!(said || one.matches("input, select, textarea, button")) || !one.checkVisibility()) continue;
    const is = getComputedStyle(one), size = parseFloat(is.fontSize);
    const large = size >= 24 || (size >= 18.66 && +is.fontWeight >= 700);
    looks.add([is.color, is.textShadow, is.webkitTextStroke, large, ground(one)].join(" | "));
  }
  return [...looks];
}"""
_seen_in_contrast: set[str] = set()


def findings(page: Page, *, again: bool = False, whole: bool = False) -> list[str]:
    """What axe finds, in a line each. `again`: the whole page was looked at in another width, so what stands round `main`, once
    it was sound in this width too, is passed over: every page of one reader has the same. Nor is contrast, which is two thirds
    of axe's work, measured again where every word looks like words whose contrast was found sound; but on a `whole` page it is,
    and every address is one once (`test_every_page`)."""
    # A heading can be found before the stylesheet has come: on a busy machine axe then measured a bare page, whose links
    # are 19 pixels high. `load` waits for every stylesheet.
    page.wait_for_load_state("load")
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(f"() => {{ {AXE} }}")
    size = page.viewport_size
    around = size["width"] if size else 0, page.evaluate(AROUND)
    where = "main" if again and around in _seen_sound else "html"
    looks = set(page.evaluate(LOOKS))
    measured = looks <= _seen_in_contrast and not (whole and where == "html")
    rules = WITHOUT_CONTRAST if measured else RULES
    found = page.evaluate(
        "([where, rules]) => axe.run(where, rules).then(one => one.violations)", [where, rules]
    )
    if not found:
        _seen_sound.add(around)
        _seen_in_contrast.update(looks)
    return [f"{one['id']}: {json.dumps([node['html'][:160] for node in one['nodes']])}" for one in found]
