"""Pages for what went wrong: each says what happened, what was kept, and whom to ring."""

import re
from typing import Any

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.functional import SimpleLazyObject

from plait.agencies.rules import fit_to_hold
from plait.base.ui.context import area_of
from plait.base.ui.text import LONGEST

A_KEY = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")  # what a page carries for itself


def handler400(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """What was sent could not be read; far too long a text is told how much is allowed."""
    if isinstance(exception, (RequestDataTooBig, TooManyFieldsSent)):
        return handler413(request)
    return render(request, "site/not_understood.html", status=400)


def handler403(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The same page as for nothing at all."""
    return handler404(request, exception)


def handler404(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Absent and not permitted answer the same."""
    return render(request, "ui/nothing_by_this_route.html", status=404)


def handler413(request: HttpRequest) -> HttpResponse:
    """More text than a page takes."""
    return render(request, "site/too_long.html", {"longest": LONGEST}, status=413)


def handler500(request: HttpRequest) -> HttpResponse:
    """A fault of ours. Rendered without the request, so that it asks the database nothing."""
    return HttpResponse(render_to_string("site/fault.html", {"area": area_of(request)}), status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that did not come from this browser's own page: mostly one that stood open too long."""
    context = {"path": request.path, "written": written_on_our_page(request)}
    return render(request, "site/page_too_old.html", context, status=403)


def given_back(request: HttpRequest) -> dict[str, Any]:
    """For every template: what was just sent, for the pages that refuse it. It came with our own token, so no other page can
    have put it there. The words are the writer's own: to show them again says nothing of what is or is not there."""
    return {"given_back": SimpleLazyObject(lambda: _words_of(request) if request.method == "POST" else [])}


def written_on_our_page(request: HttpRequest) -> list[tuple[str, str]]:
    """What was sent, each with the name of its box, so that its writer can copy it; nothing of it is kept.

    Only where the browser itself says that a page of ours sent it, which no other page can make it say: otherwise anybody
    could put words into a page of Plait. Passwords and tokens are never among it.
    """
    if request.headers.get("Sec-Fetch-Site", "") != "same-origin":
        return []
    return _words_of(request)


def _words_of(request: HttpRequest) -> list[tuple[str, str]]:
    sent = fit_to_hold({name: list(values) for name, values in request.POST.lists()}, path=request.path) or {}
    return [
        (name.replace("_", " ").replace("-", " ").capitalize(), value)
        for name, values in sent.items()
        for value in values
        if value.strip() and not A_KEY.fullmatch(value)
    ]
