"""Notices as their reader sees them, and how many are new."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest

from plait.base.access.counting import Later
from plait.notices.models import Notice
from plait.notices.queries import unread_of
from plait.notices.rules import words_of


@dataclass(frozen=True, slots=True)
class Thing:
    """What one was told in these words, about one thing: the newest of the notices, and since when and how often."""

    notice: Notice
    aside: str
    new: bool
    times: int
    first: datetime


@dataclass(frozen=True, slots=True)
class Line:
    """The same words, said once on a page: the things that they are about, the newest first."""

    words: str
    things: list[Thing]

    @property
    def new(self) -> bool:
        """Is any of it unread?"""
        return any(one.new for one in self.things)


def lines(notices: Iterable[Notice]) -> list[Line]:
    """What they say, and for whom else it is or was. Never why somebody could not act: it is their business, and might tell.
    Takes the newest first."""
    said: dict[str, list[Notice]] = {}
    for one in notices:
        said.setdefault(words_of(one.kind), []).append(one)
    return [Line(words, _things(some)) for words, some in said.items()]


def _things(notices: list[Notice]) -> list[Thing]:
    about: dict[tuple[str, str, str], list[Notice]] = {}
    for one in notices:
        about.setdefault((one.path, one.about, _aside(one)), []).append(one)
    return [
        Thing(some[0], aside, any(one.read_at is None for one in some), len(some), some[-1].at)
        for (_, _, aside), some in about.items()
    ]


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
