"""What every request meets before its view: one reading of the clock, who is acting, and default deny."""

import uuid
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from plait.base.audit.record import request_id
from plait.base.clock.now import now
from plait.site.third_party import door_of

Respond = Callable[[HttpRequest], HttpResponse]


class TimeAndActor:
    """Reads the clock once and says who is acting, so that no view and no rule asks either for itself."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        from plait.agencies.sessions import actor_of

        request.at = now()  # type: ignore[attr-defined]
        token = request_id.set(str(uuid.uuid4()))
        try:
            request.actor = actor_of(request)  # type: ignore[attr-defined]
            return self.respond(request)
        finally:
            request_id.reset(token)


class DefaultDeny:
    """A view with no door is not reachable, whatever the addresses say."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.respond(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Refuses the view unless it has a door of its own or stands in the table of third-party views."""
        if door_of(view) is None:
            return render(request, "ui/nothing_by_this_route.html", status=404)
        return None
