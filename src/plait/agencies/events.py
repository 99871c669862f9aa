"""Past facts about who works where, and what agencies ask of those who know families before somebody gets an account."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from plait.base.access.verdict import Verdict
from plait.base.announce.bus import Event, Question


@dataclass(frozen=True, slots=True)
class BeforeInviting(Question[Verdict]):
    """May somebody with this e-mail address be given an account? The answer never says of whom it speaks."""

    email: str


@dataclass(frozen=True, slots=True)
class AccountEnded(Event):
    """Somebody has left: nothing that was theirs by name opens anything any more."""

    practitioner: UUID
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class MailboxLinkFollowed(Event):
    """Somebody came back by a new one-time link, in the browser that was to keep what their earlier link left unsent."""

    link: UUID
    earlier: UUID
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class AgencyEnded(Event):
    """An agency works with Plait no more, nor do its teams."""

    agency: UUID
    teams: tuple[UUID, ...]
    by: str
    at: datetime
