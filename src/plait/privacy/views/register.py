"""The register of processing, to read and to take away."""

from django.http import HttpResponse
from django.shortcuts import render

from plait.base.access.doors import door
from plait.base.access.request import PlaitRequest
from plait.base.packs import current
from plait.privacy.access import may_use_desk
from plait.privacy.presenters.register import as_text, register

OFFICERS = "Privacy officers and Caldicott guardians"


@door(OFFICERS, lets_in=may_use_desk, act="register:read", purpose="privacy")
def page(request: PlaitRequest) -> HttpResponse:
    """Article 30, with the facts that an impact assessment and a policy document need."""
    return render(
        request, "privacy/register.html", {"parts": register(current(at=request.at), at=request.at)}
    )


@door(OFFICERS, lets_in=may_use_desk, act="register:text", purpose="privacy")
def text(request: PlaitRequest) -> HttpResponse:
    """The same as a text file."""
    pack = current(at=request.at)
    told = as_text(register(pack, at=request.at), area=pack.area.name, at=request.at)
    answer = HttpResponse(told, content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="register-of-processing.txt"'
    return answer
