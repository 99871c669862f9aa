"""What follows from what areas ask each other about families."""

from dataclasses import dataclass
from datetime import datetime

from plait.base.announce.bus import Event


@dataclass(frozen=True, slots=True)
class AreaAskedAbout(Event):
    """Another area asked about this child, openly, and was told that they are known here."""

    person: str
    at: datetime
