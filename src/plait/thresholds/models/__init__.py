"""Agencies' views of the level of need, and the sessions in which they learn to read the levels alike."""

from plait.thresholds.models.level_views import LevelView
from plait.thresholds.models.moderation import ModerationSession, Seat, Settlement, Vignette, VignetteScore

__all__ = ["LevelView", "ModerationSession", "Seat", "Settlement", "Vignette", "VignetteScore"]
