"""What is kept of families who move from one area to another."""

from plait.handover.models.alerts import AlertCheck, AlertCopy, AlertOf, MissingAlert
from plait.handover.models.discovery import AreaAsked, AskReceived, FamilyAsk, StandingInterest
from plait.handover.models.handovers import Handover, HandoverWord, Supplement
from plait.handover.models.legs import Leg, LegWord
from plait.handover.models.loans import LentWord
from plait.handover.models.moves import FamilyMove, MoveLook, MoveOf, OnceFled
from plait.handover.models.requests import AreaRequest, RequestReceived

__all__ = [
    "AlertCheck",
    "AlertCopy",
    "AlertOf",
    "AreaAsked",
    "AreaRequest",
    "AskReceived",
    "FamilyAsk",
    "FamilyMove",
    "Handover",
    "HandoverWord",
    "Leg",
    "LegWord",
    "LentWord",
    "MissingAlert",
    "MoveLook",
    "MoveOf",
    "OnceFled",
    "RequestReceived",
    "StandingInterest",
    "Supplement",
]
