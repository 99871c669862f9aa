"""The question this app asks of whoever knows what its opaque subject is."""

from dataclasses import dataclass
from datetime import datetime

from plait.base.access.verdict import Verdict
from plait.base.announce.bus import Question
from plait.base.audit.actor import Actor


@dataclass(frozen=True, slots=True)
class MayGiveView(Question[Verdict | None]):
    """May this person speak for their agency on the level of this subject? `None`: not a subject I know."""

    subject: str
    by: Actor
    at: datetime
