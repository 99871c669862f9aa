"""Does anything in one area tell of a place in the other? Every line of a page, seen and unseen, is held against words."""

import email
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from email.policy import default
from html import unescape
from pathlib import Path
from urllib.parse import urlsplit

import requests

RECORD = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}")
LEAVES = re.compile(r"sign-|/static/|\.well-known")
# Where a line of a page begins: at each of these elements, whose own attributes belong to the line.
BEGINS = re.compile(
    r"(?=<(?:a|article|aside|button|dd|details|div|dl|dt|fieldset|footer|form|h[1-6]|header|input|label|legend|li|main|nav|ol|"
    r"option|p|script|section|select|summary|table|td|textarea|th|title|tr|ul)\b)"
)
LINK = re.compile(r'href="([^"#]+)')
TAG = re.compile(r"<[^>]*>")


def flat(text: str) -> str:
    """Letters and figures alone, however it is spelled."""
    return re.sub(r"[\W_]+", "", unescape(text).casefold())


def shown(line: str) -> str:
    """What an eye sees of a line."""
    return " ".join(unescape(TAG.sub(" ", line)).split())


def unseen(line: str) -> str:
    """What no eye sees of it: of a field its name and value, else each element as it stands there; but not the number
    that is rung by whoever presses the same one."""
    tags = " ".join(TAG.findall(line))
    tags = re.sub(r'href="tel:(\d+)"', lambda rings: "" if rings[1] in flat(shown(line)) else rings[0], tags)
    pair = (
        re.fullmatch(r"""<input[^>]*\bname="([^"]*)" value="([^"]*)"[^>]*>""", TAG.findall(line)[0])
        if tags
        else None
    )
    return f"{pair[1]}={pair[2]}" if pair else tags


@dataclass(frozen=True)
class Allowed:
    """Lines that may name the other area, each from its first word to its last: `anywhere`, and on pages about `whom` alone, as
    long as they are about nobody `sought`. Two families on one page are one page about who is sought."""

    anywhere: tuple[str, ...] = ()
    of_others: tuple[str, ...] = ()
    whom: str = ""
    sought: str = ""
    by_path: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def here(self, path: str, text: str) -> re.Pattern[str]:
        """What may stand on this page."""
        lines = self.anywhere
        if self.whom in text and self.sought not in text:
            lines += self.of_others
        for start, more in self.by_path.items():
            lines += more if re.match(start, path) else ()
        return re.compile("|".join(f"(?:{one})" for one in lines) or r"(?!)")


def tells(
    pages: Mapping[str, str], words: Iterable[str], allowed: Allowed = Allowed()
) -> dict[str, list[str]]:
    """Which pages tell of one of these words, and in which lines, whatever else stands there; but for whole lines that are
    allowed."""
    secrets, found = [flat(one) for one in words], dict[str, list[str]]()
    for path, text in pages.items():
        may, lines = allowed.here(path, text), BEGINS.split(text)
        parts = [part for line in lines for part in (shown(line), unseen(line)) if not may.fullmatch(part)]
        told = [part for part in parts if any(one in flat(part) for one in secrets)]
        # A word that is cut in two lines is whole again where the page is read as one.
        whole = flat(" ".join(shown(line) for line in lines if not may.fullmatch(shown(line))))
        told = told or [one for one in secrets if one in whole]
        if told:
            found[path] = told
    return found


def walked(address: str, headers: Mapping[str, str], *, sought: str) -> dict[str, str]:
    """Every page that somebody comes to by links from the front page on, as it is sent to their browser, until none is left but
    records of other families. Of these one of each sort is read; whatever names `sought`, or is linked from there, always."""
    seen: dict[str, str] = {}
    waiting, queued, aside = ["/"], {"/"}, list[str]()
    sorts, hers = set[str](), set[str]()
    with requests.Session() as session:
        session.headers.update(headers)
        while waiting:
            path = waiting.pop(0)
            answer = session.get(f"{address}{path}", timeout=60, allow_redirects=False)
            seen[path] = text = answer.text
            sorts.add(RECORD.sub("*", path))
            of_hers = sought in text and bool(RECORD.search(path))
            if of_hers:
                hers.update(RECORD.findall(path))
            for line in BEGINS.split(text):
                named = of_hers or sought in line
                for on in {one for one in map(_path, LINK.findall(line)) if one} - queued:
                    queued.add(on)
                    ids = RECORD.findall(on)
                    if named:
                        hers.update(ids)
                    new = RECORD.sub("*", on) not in sorts
                    sorts.add(RECORD.sub("*", on))
                    (waiting if named or new or not ids or hers.intersection(ids) else aside).append(on)
            if not waiting:
                waiting = [one for one in aside if hers.intersection(RECORD.findall(one))]
                aside = [one for one in aside if one not in waiting]
    assert not [one for one in queued - seen.keys() if one not in aside], "the queue is empty"
    return seen


def _path(link: str) -> str:
    there = urlsplit(unescape(link))
    on = there.path + (f"?{there.query}" if there.query else "")
    return "" if there.netloc or there.scheme or not on.startswith("/") or LEAVES.search(on) else on


def letters(folder: Path) -> dict[str, str]:
    """What was mailed: whom to, what about, and the words, of every letter."""
    found = {}
    for file in sorted(folder.glob("*.log")):
        # a file holds the letters of one connection, a line of dashes after each
        for number, one in enumerate(re.split(r"(?m)^-{70,}$", file.read_text(encoding="utf-8"))):
            said = email.message_from_string(one.strip(), policy=default)
            if said.items():
                body = said.get_body(("plain", "html"))
                words = body.get_content() if body is not None else ""
                found[f"{file.name} {number}"] = f"{said['To']} {said['Subject']} {words}"
    return found
