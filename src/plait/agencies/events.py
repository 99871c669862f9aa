"""What agencies ask of those who know families, before somebody gets an account."""

from dataclasses import dataclass

from plait.base.access.verdict import Verdict
from plait.base.announce.bus import Question


@dataclass(frozen=True, slots=True)
class BeforeInviting(Question[Verdict]):
    """May somebody with this e-mail address be given an account? The answer never says of whom it speaks."""

    email: str
