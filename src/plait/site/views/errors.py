"""Pages for what went wrong: each says what happened, what was kept, and whom to ring."""

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from plait.base.ui.context import area_of
from plait.base.ui.text import LONGEST


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
    return render(request, "site/page_too_old.html", {"path": request.path}, status=403)
