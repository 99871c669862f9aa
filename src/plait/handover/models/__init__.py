"""What is kept of families who move from one area to another."""

from plait.handover.models.discovery import AreaAsked, AskReceived, FamilyAsk, StandingInterest
from plait.handover.models.handovers import Handover, HandoverWord, Supplement

__all__ = [
    "AreaAsked",
    "AskReceived",
    "FamilyAsk",
    "Handover",
    "HandoverWord",
    "StandingInterest",
    "Supplement",
]
