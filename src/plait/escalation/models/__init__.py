"""Tables of escalation."""

from plait.escalation.models.disputed import Challenge, Disputed, Escalation
from plait.escalation.models.outcomes import ChildOutcome, EscalationOutcome, GoodChallenge
from plait.escalation.models.posts import Away, LadderPost
from plait.escalation.models.stages import EscalationStage, Owner, StageCall

__all__ = [
    "Away",
    "Challenge",
    "ChildOutcome",
    "Disputed",
    "Escalation",
    "EscalationOutcome",
    "EscalationStage",
    "GoodChallenge",
    "LadderPost",
    "Owner",
    "StageCall",
]
