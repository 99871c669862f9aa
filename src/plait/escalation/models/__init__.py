"""Tables of escalation."""

from plait.escalation.models.disputed import Challenge, Disputed, Escalation
from plait.escalation.models.outcomes import ChildOutcome, EscalationOutcome, GoodChallenge
from plait.escalation.models.posts import LadderPost
from plait.escalation.models.stages import EscalationStage, MoreUrgent, Owner, StageCall

__all__ = [
    "Challenge",
    "ChildOutcome",
    "Disputed",
    "Escalation",
    "EscalationOutcome",
    "EscalationStage",
    "GoodChallenge",
    "LadderPost",
    "MoreUrgent",
    "Owner",
    "StageCall",
]
