"""The reviewer's desk: look-ups to explain, requests, complaints, how long records are kept, sheets of who looked."""

from plait.privacy.models.looked_at import LookedAt
from plait.privacy.models.lookups import HighInterest, LooksRead, LookUp
from plait.privacy.models.requests import Complaint, RequestLine, RightsRequest
from plait.privacy.models.retention import Disposal, LegalHold, RetentionChoice
from plait.privacy.models.sheets import LookedSheet

__all__ = [
    "Complaint",
    "Disposal",
    "HighInterest",
    "LegalHold",
    "LookUp",
    "LookedAt",
    "LookedSheet",
    "LooksRead",
    "RequestLine",
    "RetentionChoice",
    "RightsRequest",
]
