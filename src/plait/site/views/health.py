"""/health/live and /health/ready: open to all, and silent about everything but the machine."""

from django.http import HttpRequest, HttpResponse, JsonResponse

from plait.base.access.doors import door
from plait.site.health import parts


@door("Anyone: it says only that the process answers.", open_to_all=True)
def live(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return _not_kept(HttpResponse("ok", content_type="text/plain"))


@door("Anyone: it says how the machine is, and nothing about any record.", open_to_all=True)
def ready(request: HttpRequest) -> HttpResponse:
    """Every part is well (200), or one is not (503)."""
    found = parts(at=request.at)  # type: ignore[attr-defined]
    well = all(part.well for part in found)
    body = {"ready": well, "parts": {part.name: {"well": part.well, "says": part.says} for part in found}}
    return _not_kept(JsonResponse(body, status=200 if well else 503))


def _not_kept(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    return response
