"""What is kept of families who move from one area to another."""

from plait.handover.models.handovers import Handover, HandoverWord, Supplement

__all__ = ["Handover", "HandoverWord", "Supplement"]
