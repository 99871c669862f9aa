"""Past facts about families who are handed over."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from plait.base.announce.bus import Event


@dataclass(frozen=True, slots=True)
class HandoverOffered(Event):
    """Another area was asked to take a family over."""

    handover: UUID
    contact: UUID
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class HandoverDeclined(Event):
    """The other area will not take the family, or we will not (`ours`): managers of both talk the same day, so each area says
    it. `by` is whoever offered it here, or declined it here; `area` how the other area is rung, empty where nobody here may read
    which it is; `because` the reason, in the words of whoever declined."""

    handover: UUID
    contact: UUID
    by: str
    area: str
    because: str
    at: datetime
    ours: bool = False


@dataclass(frozen=True, slots=True)
class ResponsibilityAccepted(Event):
    """The other area has hold. `by` is whoever offered it here."""

    handover: UUID
    contact: UUID
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ResponsibilityTaken(Event):
    """We have hold of a family that another area handed over."""

    handover: UUID
    contact: UUID
    by: str
    at: datetime
