"""What is kept of families who move from one area to another."""

from plait.handover.models.discovery import AreaAsked, AskReceived, FamilyAsk, StandingInterest
from plait.handover.models.handovers import Handover, HandoverWord, Supplement
from plait.handover.models.legs import Leg, LegWord
from plait.handover.models.requests import AreaRequest, RequestReceived

__all__ = [
    "AreaAsked",
    "AreaRequest",
    "AskReceived",
    "FamilyAsk",
    "Handover",
    "HandoverWord",
    "Leg",
    "LegWord",
    "RequestReceived",
    "StandingInterest",
    "Supplement",
]
