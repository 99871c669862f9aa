"""The spine's tables, one noun a file."""

from plait.referrals.models.check import CheckAnswer, PartnerCheck
from plait.referrals.models.contact import Contact, ContactPerson, RatingGiven, Referrer
from plait.referrals.models.decision import (
    Decision,
    Dissent,
    StrategyAction,
    StrategyAttendance,
    StrategyRecord,
)
from plait.referrals.models.draft import Draft
from plait.referrals.models.note import CallNote
from plait.referrals.models.referral import Referral, ReferralMove
from plait.referrals.models.settled import SafetySettled

__all__ = [
    "CallNote",
    "CheckAnswer",
    "Contact",
    "ContactPerson",
    "Decision",
    "Dissent",
    "Draft",
    "PartnerCheck",
    "RatingGiven",
    "Referral",
    "ReferralMove",
    "Referrer",
    "SafetySettled",
    "StrategyAction",
    "StrategyAttendance",
    "StrategyRecord",
]
