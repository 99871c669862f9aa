"""Escalations and challenges as their pages say them."""

from plait.escalation.presenters.choices import Choice, choices_for, page_behind
from plait.escalation.presenters.lists import rows, told_to_partnership, waiting_count
from plait.escalation.presenters.pages import ChallengePage, Page, challenge_page, page_of
from plait.escalation.presenters.ways import on_own_concern, on_referral, take_further

__all__ = [
    "ChallengePage",
    "Choice",
    "Page",
    "challenge_page",
    "choices_for",
    "on_own_concern",
    "on_referral",
    "page_behind",
    "page_of",
    "rows",
    "take_further",
    "told_to_partnership",
    "waiting_count",
]
