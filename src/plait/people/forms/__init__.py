"""What is asked about people: hiding whereabouts, whom one knows, who is who, and ways in that somebody takes themselves."""

from plait.people.forms.identity import IdentityShieldForm
from plait.people.forms.known import (
    HOW_KNOWN,
    ConflictForm,
    EndConflictForm,
    OwnRecordsForm,
    RevealForm,
    ReviewForm,
    SecondForm,
    ShieldForm,
    WhyForm,
)
from plait.people.forms.ways_in import (
    AccessReviewForm,
    AnswerClaimForm,
    ClaimForm,
    EmergencyForm,
    EndInvolvementForm,
    InferredForm,
    NoteForm,
    OwnHomeForm,
)

__all__ = [
    "HOW_KNOWN",
    "AccessReviewForm",
    "AnswerClaimForm",
    "ClaimForm",
    "ConflictForm",
    "EmergencyForm",
    "EndConflictForm",
    "EndInvolvementForm",
    "IdentityShieldForm",
    "InferredForm",
    "NoteForm",
    "OwnHomeForm",
    "OwnRecordsForm",
    "RevealForm",
    "ReviewForm",
    "SecondForm",
    "ShieldForm",
    "WhyForm",
]
