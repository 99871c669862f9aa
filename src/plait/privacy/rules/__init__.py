"""What is asked about a look-up and by whom, how long records are kept, what a request needs. Plain Python."""

from plait.privacy.rules.detectors import at_once, high_interest, over_time
from plait.privacy.rules.looking_at import AFTERWARDS, may_say_afterwards
from plait.privacy.rules.looks import (
    LISTED,
    READ,
    SEARCHED,
    TOOK,
    TRIED,
    WORKED,
    Found,
    Limits,
    Look,
    Pace,
    Record,
    Viewer,
)
from plait.privacy.rules.reviewing import OUTCOMES, Reviewer, may_review_lookup, may_settle_lookup

__all__ = [
    "AFTERWARDS",
    "LISTED",
    "OUTCOMES",
    "READ",
    "SEARCHED",
    "TOOK",
    "TRIED",
    "WORKED",
    "Found",
    "Limits",
    "Look",
    "Pace",
    "Record",
    "Reviewer",
    "Viewer",
    "at_once",
    "high_interest",
    "may_review_lookup",
    "may_say_afterwards",
    "may_settle_lookup",
    "over_time",
]
