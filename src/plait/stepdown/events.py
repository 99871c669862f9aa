"""Past facts about step downs."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from plait.base.access.verdict import Verdict
from plait.base.announce.bus import Event, Question


@dataclass(frozen=True, slots=True)
class SteppedDown(Event):
    """Less help was decided for a family, and a team was asked to hold them from here."""

    stepdown: UUID
    referral: UUID
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class HoldAccepted(Event):
    """A lead accepted a family that was stepped down."""

    stepdown: UUID
    referral: UUID
    lead: UUID
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SteppedUp(Event):
    """A family that was stepped down needs more help again, as a plan or because of a new concern."""

    stepdown: UUID
    referral: UUID
    planned: bool
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ConcernAboutSteppedDown(Event):
    """A new concern speaks of a child who was stepped down."""

    stepdown: UUID
    contact: UUID
    days: int
    at: datetime


@dataclass(frozen=True, slots=True)
class HoldEnded(Event):
    """Nobody looks after a stepped-down family any more: it held to the end, or it was ended with a reason. `elsewhere`: another
    area has hold of them, which whoever helped hears by its own word."""

    stepdown: UUID
    referral: UUID
    by: str
    at: datetime
    elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class BeforeLettingGo(Question[Verdict]):
    """May nobody look after these children from now on? A refusal carries its reason to the screen."""

    children: tuple[str, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class HeldElsewhere(Question[bool]):
    """Has another area hold of the family of this concern, so that nobody here needs to?"""

    contact: UUID
