"""What a door announces."""

from dataclasses import dataclass
from datetime import datetime

from plait.base.announce import Event
from plait.base.audit.actor import Actor


@dataclass(frozen=True, slots=True)
class PageRead(Event):
    """Somebody was answered with the page at this path. Announced in the transaction of that answer."""

    path: str
    by: Actor
    at: datetime
