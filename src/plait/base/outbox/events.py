"""What the outbox asks of those who know people, before anything leaves."""

from dataclasses import dataclass
from datetime import datetime

from plait.base.access.verdict import Verdict
from plait.base.announce.bus import Event, Question
from plait.base.audit.actor import Actor


@dataclass(frozen=True, slots=True)
class MayStillLeave(Question[Verdict]):
    """May this message reach its recipient now? Asked at the moment of sending, whatever was true when it was posted."""

    kind: str
    to: str
    about: str
    at: datetime


@dataclass(frozen=True, slots=True)
class MessagePosted(Event):
    """A message waits to leave: which letter, to whom, and the record that it tells of. `path` and `phone` stand in it."""

    key: str
    kind: str
    to: str
    letter: str
    about: str
    path: str
    phone: str
    at: datetime


@dataclass(frozen=True, slots=True)
class MessageReachesNobody(Event):
    """A message was to leave and nobody reads mail behind its reference. Whoever tells it otherwise gathers it."""

    posted: MessagePosted
    at: datetime


@dataclass(frozen=True, slots=True)
class MessagesStopped(Event):
    """Nothing may reach these recipients any more; where `about` is given, nothing that tells of one of these records."""

    to: tuple[str, ...]
    about: tuple[str, ...] | None
    by: Actor
    at: datetime
