"""Past facts about disagreements and challenges."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from plait.base.announce.bus import Event


@dataclass(frozen=True, slots=True)
class Escalated(Event):
    """Somebody disagrees, and it stands on the first stage of its ladder."""

    escalation: UUID
    contact: UUID
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Climbed(Event):
    """It has reached the next stage."""

    escalation: UUID
    contact: UUID
    stage: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class EscalationEnded(Event):
    """Resolved, withdrawn or overtaken, with the outcome on both agencies' records."""

    escalation: UUID
    contact: UUID
    how: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Challenged(Event):
    """A question that must be answered with reasons was asked about a decision."""

    challenge: UUID
    contact: UUID
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ChallengeAnswered(Event):
    """It was answered with reasons."""

    challenge: UUID
    contact: UUID
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class GoodChallengeRecognised(Event):
    """The other side said that it was right to ask."""

    about: str
    contact: UUID
    by: str
    at: datetime
