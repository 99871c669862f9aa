"""The request as Plait's views see it."""

from datetime import datetime

from django.http import HttpRequest

from plait.base.audit.actor import Actor


class PlaitRequest(HttpRequest):
    """A request with its moment (`at`, read once by the middleware) and who is acting."""

    at: datetime
    actor: Actor
