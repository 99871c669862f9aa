"""What follows from what comes and goes over the border."""

from dataclasses import dataclass
from datetime import datetime

from plait.base.announce import Event


@dataclass(frozen=True, slots=True)
class IncidentRaised(Event):
    """Something went wrong between two areas, and a person must look, mostly by ringing."""

    incident_id: str
    kind: str
    code: str
    at: datetime


@dataclass(frozen=True, slots=True)
class MessageEnded(Event):
    """A message to another area has arrived, or never will."""

    message_id: str
    kind: str
    subject: str
    state: str
    why: str
    at: datetime


@dataclass(frozen=True, slots=True)
class TrustEnded(Event):
    """Nothing of this area is believed any more, from this moment."""

    peer_id: str
    code: str
    at: datetime


@dataclass(frozen=True, slots=True)
class TrustReturned(Event):
    """An area is believed again that was not, `since` when."""

    peer_id: str
    code: str
    since: datetime
    at: datetime
