"""Past facts about feedback."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from plait.base.announce.bus import Event


@dataclass(frozen=True, slots=True)
class DecisionDisputed(Event):
    """Somebody who was told what came of it disagrees."""

    disagreement: UUID
    contact: UUID
    by: str
    at: datetime
