"""What the outbox asks of those who know people, before anything leaves."""

from dataclasses import dataclass
from datetime import datetime

from plait.base.access.verdict import Verdict
from plait.base.announce.bus import Question


@dataclass(frozen=True, slots=True)
class MayStillLeave(Question[Verdict]):
    """May this message reach its recipient now? Asked at the moment of sending, whatever was true when it was posted."""

    kind: str
    to: str
    about: str
    at: datetime
