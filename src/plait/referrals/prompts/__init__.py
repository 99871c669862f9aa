"""What the spine notices: its facts about a child, the rules that read them, and which evidence is in whose sight."""

from plait.referrals.prompts.detectors import DETECTORS
from plait.referrals.prompts.facts import facts_about
from plait.referrals.prompts.sight import in_sight

__all__ = ["DETECTORS", "facts_about", "in_sight"]
