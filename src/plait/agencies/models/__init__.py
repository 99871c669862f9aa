"""Agencies, their people, and who stands in for whom."""

from plait.agencies.models.duty import Absence, DutyShift
from plait.agencies.models.people import (
    Adviser,
    Agency,
    HeldForm,
    Invitation,
    MailboxLink,
    Membership,
    Practitioner,
    RoleGrant,
    Team,
    User,
    UserManager,
)

__all__ = [
    "Absence",
    "Adviser",
    "Agency",
    "DutyShift",
    "HeldForm",
    "Invitation",
    "MailboxLink",
    "Membership",
    "Practitioner",
    "RoleGrant",
    "Team",
    "User",
    "UserManager",
]
