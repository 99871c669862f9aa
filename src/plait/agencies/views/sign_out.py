"""Signing out, whichever way one came in."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from plait.agencies import sessions
from plait.base.access.doors import door


@door("Open to all: ending one's own session", open_to_all=True, methods=("GET", "POST"))
def sign_out(request: HttpRequest) -> HttpResponse:
    """A button; pressed, the session ends on the server and everything it held is gone."""
    if request.method == "POST":
        sessions.end_session(request, why="own", by=request.actor)  # type: ignore[attr-defined]
        answer = HttpResponseRedirect("/sign-in/")
        if request.POST.get("forget"):
            sessions.forget_here(answer)
        return answer
    keeps = request.session.get(sessions.KEEPS_HERE, False)
    return render(request, "agencies/sign_out.html", {"keeps_here": keeps})
