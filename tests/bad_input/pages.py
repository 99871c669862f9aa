"""Forms as a browser finds them on a page, and what must hold of every answer, however bad the input was."""

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any, Protocol
from urllib.parse import urljoin

from django.apps import apps
from django.db import connection
from django.db.models import Model

from tests.matrix.oracle import QUESTIONS, Question
from tests.matrix.world import undone

PHONE = "01632 960"  # every number of the invented areas begins like this
# Kept whatever is wrong with what was typed, or no part of anybody's record.
KEPT_ANYWAY = {"AgreementDraft", "AuditEntry", "Draft", "HeldForm", "DoneEffect"}
WRITTEN_TO = re.compile(r'\b(?:INTO|UPDATE|DELETE FROM)\s+"?(\w+)', re.IGNORECASE)
LINES = {"text", "email", "search", "tel", "url", "number", "password", ""}
# These answer another area's machine, in JSON, a file or signed lines.
ANSWER_MACHINES = ("/.well-known/", "/x/v1/")


@dataclass
class Found:
    """One form that posts: where to, its fields as a browser would send them, and which of them are typed or chosen."""

    action: str
    fields: dict[str, list[str]] = field(default_factory=dict)
    ready: dict[str, list[str]] = field(default_factory=dict)  # as sent by somebody who touches nothing
    typed: list[str] = field(default_factory=list)
    chosen: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    buttons: list[tuple[str, str]] = field(default_factory=list)


class Forms(HTMLParser):
    """Reads the forms out of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.page = page
        self.select = ""
        self.forms: list[Found] = []
        self.here: Found | None = None
        self.inside: tuple[Found, str, str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            posts = said.get("method", "").lower() == "post"
            self.here = Found(urljoin(self.page, said.get("action") or self.page)) if posts else None
            if self.here:
                self.forms.append(self.here)
        elif self.here is not None and said.get("name") and said["name"] != "csrfmiddlewaretoken":
            self._input(self.here, tag, said)
        first = self.here is not None and self.select and not self.here.fields.get(self.select)
        if tag == "option" and self.here is not None and first and said.get("value"):
            self.here.fields[self.select] = [said["value"]]
        if tag == "option" and self.inside and "selected" in said:
            self.inside[0].ready[self.inside[1]] = [said.get("value", "")]

    def _input(self, form: Found, tag: str, said: dict[str, str]) -> None:
        name, kind = said["name"], said.get("type", "").lower()
        self._ready(form, tag, kind, said)
        if tag == "button" or kind == "submit":
            form.buttons.append((name, said.get("value", "")))
        elif tag == "textarea" or (tag == "input" and kind in LINES):
            form.fields.setdefault(name, [said.get("value", "")])
            form.typed.append(name)
        elif tag == "select":
            self.select = name
            form.fields.setdefault(name, [])
            form.chosen.append(name)
        elif kind in ("radio", "checkbox"):
            if not form.fields.get(name) or (kind == "radio" and "checked" in said):
                form.fields[name] = [said.get("value", "on")]
            if name not in form.chosen:
                form.chosen.append(name)
        elif kind == "hidden":
            form.fields.setdefault(name, []).append(said.get("value", ""))
            form.hidden.append(name)

    def _ready(self, form: Found, tag: str, kind: str, said: dict[str, str]) -> None:
        boxes = kind in ("radio", "checkbox")
        if tag in ("textarea", "select"):
            self.inside = (form, said["name"], tag)
            form.ready.setdefault(said["name"], [""])
        elif tag == "input" and kind != "submit" and (not boxes or "checked" in said):
            form.ready.setdefault(said["name"], []).append(said.get("value", "on" if boxes else ""))

    def handle_data(self, data: str) -> None:
        if self.inside and self.inside[2] == "textarea":
            form, name, _ = self.inside
            form.ready[name] = [form.ready[name][0] + data]

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.here = None
        elif tag in ("select", "textarea"):
            self.select, self.inside = "", None


class Answer(Protocol):
    """What the site answers, or what the test client makes of it."""

    @property
    def content(self) -> bytes: ...


def forms_on(path: str, response: Answer) -> list[Found]:
    """Every form of the page that posts, but signing out."""
    reader = Forms(path)
    reader.feed(response.content.decode())
    return [form for form in reader.forms if form.action != "/sign-out/"]


def fill(browser: Any, path: str, /, **said: str | list[str]) -> dict[str, Any]:
    """The form of this very page, as its reader would send it with these words in it."""
    page = browser.get(path)
    assert page.status_code == 200, (path, page.status_code)
    form = next(one for one in forms_on(path, page) if one.action == path.partition("?")[0])
    return {**form.ready, **said}


def _ours() -> list[type[Model]]:
    return [
        model
        for model in apps.get_models()
        if model.__module__.startswith("plait.") and model.__name__ not in KEPT_ANYWAY
    ]


def _rows(model: type[Model]) -> str:
    rows = sorted(map(repr, model._base_manager.values_list()))
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()


def records() -> dict[str, str]:
    """Every row of every record of Plait, in one word a table: the same before and after, nothing was changed."""
    return {model.__name__: _rows(model) for model in _ours()}


def changed(before: dict[str, str]) -> list[str]:
    """Which of these tables are not what they were."""
    return [
        model.__name__
        for model in _ours()
        if model.__name__ in before and _rows(model) != before[model.__name__]
    ]


def tried(deed: Callable[[], Any]) -> tuple[Any, list[str]]:
    """The answer, and the tables it left other than they were; then all of it is undone.

    Only what was written to is looked at, and how it was before is read when all is undone: most deeds that are refused
    write nothing, and reading every row of every record around each of thousands of them took half of the suite.
    """
    written: set[str] = set()

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        written.update(WRITTEN_TO.findall(sql))
        return execute(sql, params, many, context)

    with undone():
        with connection.execute_wrapper(note):
            answer = deed()
        after = {model.__name__: _rows(model) for model in _ours() if model._meta.db_table in written}
    return answer, changed(after)


def wrong_with(response: Any) -> Iterator[str]:
    """What no answer may be, in words: a fault of ours, or a page that leaves somebody without a sentence or a number."""
    if response.status_code >= 500:
        yield f"answered {response.status_code}"
        return
    if response.status_code in (301, 302, 204, 405):
        return
    if not response.headers.get("Content-Type", "").startswith("text/html"):
        a_file = response.status_code == 200 and "attachment" in response.headers.get(
            "Content-Disposition", ""
        )
        to_a_machine = response.request["PATH_INFO"].startswith(ANSWER_MACHINES)
        if response.content and not a_file and not to_a_machine:
            yield "answered no page"
        return
    page = response.content.decode()
    if PHONE not in page:
        yield "no number to ring"
    if "<main" not in page or len(page.split("<main", 1)[1]) < 200:
        yield "says nothing"


def complains(response: Any) -> bool:
    """Does the page say what is wrong: an error summary, an alert, or a page that is itself the sentence?"""
    page = response.content.decode()
    if response.status_code in (400, 403, 404, 409, 413):
        return True
    return any(mark in page for mark in ("govuk-error-summary", "govuk-error-message", "There is a problem"))


def sendable() -> list[Question]:
    """Every address that takes a post from somebody allowed to send it."""
    return [one for one in QUESTIONS if one.sends]


def sender(question: Question) -> str:
    """One of those who may send it."""
    assert question.sends
    return min(question.sends)
