"""What every request meets before its view: only text that can be kept, one reading of the clock, who is acting, default deny."""

import re
import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from plait.base import packs
from plait.base.audit.record import request_id
from plait.base.clock.now import now
from plait.base.packs import Pack
from plait.site.third_party import door_of
from plait.site.views.errors import handler400

Respond = Callable[[HttpRequest], HttpResponse]
NO_LETTER = re.compile("[^a-z0-9]")  # session keys hold nothing else


class OnlyReadable:
    """Turns away what no browser of ours sends and no database keeps, before anything reads it.

    A form in another encoding than UTF-8 could bring half characters (lone surrogates) that UTF-8 itself cannot hold; it
    is refused with a page. A session cookie that we cannot have given, which may hold a NUL, is as good as none.
    """

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if NO_LETTER.search(request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")):
            del request.COOKIES[settings.SESSION_COOKIE_NAME]
        return self.respond(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Refuses the form; by now the request knows the area's telephone numbers."""
        encoding = (request.content_params or {}).get("charset", "utf-8")
        if encoding.lower().replace("-", "").replace("_", "") in ("utf8", "usascii"):
            return None
        return handler400(request)


class TimeAndActor:
    """Reads the clock once, says who is acting and which pack is in force, so that no view asks for itself.

    The telephone numbers stand on every page, also on the one that says that the database is away: so the last pack
    that could be read is kept.
    """

    last_pack: Pack | None = None

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        from plait.agencies.sessions import actor_of

        request.at = now()  # type: ignore[attr-defined]
        token = request_id.set(str(uuid.uuid4()))
        try:
            request.pack = self._pack(request.at)  # type: ignore[attr-defined]
            request.actor = actor_of(request)  # type: ignore[attr-defined]
            return self.respond(request)
        finally:
            request_id.reset(token)

    def _pack(self, at: datetime) -> Pack | None:
        try:
            TimeAndActor.last_pack = packs.current(at=at)
        except (packs.NoPack, DatabaseError):
            pass
        return TimeAndActor.last_pack


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
