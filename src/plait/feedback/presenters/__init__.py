"""Feedback as its pages say it."""

from plait.feedback.presenters.pages import (
    ABOUT,
    Owed,
    Row,
    Said,
    ToRing,
    owed,
    referrer_of,
    rows,
    said_by_reader,
    text_of,
    title_of,
    to_ring,
    why_held,
)
from plait.feedback.presenters.pickup import Pickup, pickup_of
from plait.feedback.presenters.slots import (
    answers_on_referral,
    late_on_desk,
    own_concern_slot,
    pickup_on_concern,
    pickup_on_own,
    unread_count,
    waiting_count,
)

__all__ = [
    "ABOUT",
    "Owed",
    "Pickup",
    "Row",
    "Said",
    "ToRing",
    "answers_on_referral",
    "late_on_desk",
    "owed",
    "own_concern_slot",
    "pickup_of",
    "pickup_on_concern",
    "pickup_on_own",
    "referrer_of",
    "rows",
    "said_by_reader",
    "text_of",
    "title_of",
    "to_ring",
    "unread_count",
    "waiting_count",
    "why_held",
]
