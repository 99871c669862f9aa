"""Asking one address as one member of the cast, with everything undone afterwards."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Any

from django.http import HttpResponseBase
from django.urls import URLPattern, URLResolver, get_resolver

from plait.base.audit.models import AuditEntry
from plait.base.audit.pseudonyms import pseudonym
from tests.matrix.oracle import Question
from tests.matrix.world import World, undone

SIGN_IN = re.compile(r"^/sign-in/(by-mailbox/)?\?")
# What belongs to one request alone.
OWN_TO_THE_REQUEST = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"|\bcsrf[\w-]*" content="[^"]*"')


def walk(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, Callable[..., Any]]]:
    """Every address that the site answers, with its view."""
    for part in resolver.url_patterns:
        if isinstance(part, URLResolver):
            yield from walk(part, before + str(part.pattern))
        else:
            assert isinstance(part, URLPattern)
            yield before + str(part.pattern), part.callback


ADDRESSES = dict(walk(get_resolver()))


def path_of(question: Question, world: World, *, absent: bool = False) -> str:
    """The address with its records filled in; `absent` puts an id that nobody has in place of the first."""
    if question.pattern.startswith("^"):
        return "/account/password/new/abc-no-such-key/"
    path, first = "/" + question.pattern, True
    for name, key in question.fill.items():
        value = key[1:] if key.startswith("=") else world[key]
        if absent and first:
            value = world["absent"]
        first = False
        path = re.sub(rf"<\w+:{name}>", value, path)
    assert "<" not in path, path
    return path


@dataclass(frozen=True, slots=True)
class Answered:
    """What came back, and the audit rows it left."""

    outcome: str
    response: Any
    rows: list[AuditEntry]

    def left(self, verdict: str) -> bool:
        return any(row.verdict == verdict for row in self.rows)

    def names(self, reference: str) -> bool:
        return any(row.subject == pseudonym(reference) and row.verdict == "allowed" for row in self.rows)


def outcome_of(response: HttpResponseBase) -> str:
    """In, refused in words, nothing by this route, led to sign-in, no such method, or a fault."""
    if response.status_code in (301, 302) and SIGN_IN.match(response.headers.get("Location", "")):
        return "sign-in"
    known = {403: "refused", 404: "nothing", 405: "no-method"}
    return known.get(response.status_code, "fault" if response.status_code >= 500 else "in")


def ask(
    world: World, who: str, path: str, method: str = "GET", data: dict[str, Any] | None = None, *, audit: bool = True
) -> Answered:  # fmt: skip
    """Ask as if it were their first request: the session, its cookies and the database are put back afterwards."""
    browser = world.browsers[who]
    cookies = SimpleCookie(browser.cookies)  # an answer puts new ones in their places, and changes none
    with undone():
        last = AuditEntry.objects.order_by("-id").values_list("id", flat=True).first() or 0 if audit else 0
        response = browser.generic(method, path) if data is None else browser.post(path, data)
        rows = list(AuditEntry.objects.filter(id__gt=last)) if audit else []
    browser.cookies = cookies
    return Answered(outcome_of(response), response, rows)


def face(response: Any) -> tuple[int, tuple[tuple[str, str], ...], bytes]:
    """Status, headers and body without what belongs to one request alone."""
    headers = tuple(sorted((name, value) for name, value in response.headers.items() if name != "Set-Cookie"))
    return response.status_code, headers, OWN_TO_THE_REQUEST.sub(b"", response.content)
