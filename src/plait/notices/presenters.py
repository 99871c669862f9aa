"""Notices as their reader sees them, and how many are new."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest

from plait.base.access.counting import Later
from plait.notices.models import Notice
from plait.notices.queries import unread_of
from plait.notices.rules import words_of


@dataclass(frozen=True, slots=True)
class Line:
    """One notice, in words."""

    notice: Notice
    words: str
    aside: str


def lines(notices: Iterable[Notice]) -> list[Line]:
    """What each says, and for whom else it is or was. Never why somebody could not act: it is their business, and might tell."""
    return [Line(one, words_of(one.kind), _aside(one)) for one in notices]


def _aside(one: Notice) -> str:
    if one.in_place_of is not None:
        return f"In place of {one.in_place_of.name}, who cannot act now."
    if one.everybody_away:
        return "Everybody who acts for you is away. Your agency’s mailbox and the duty team were told."
    if one.passed_to is not None:
        return f"{one.passed_to.name} was told too."
    return "For your team." if one.team else ""


def count_new(request: HttpRequest) -> Later | None:
    """For the navigation."""
    actor = getattr(request, "actor", None)
    return unread_of.later(actor.id) if actor is not None and actor.kind == "practitioner" else None
