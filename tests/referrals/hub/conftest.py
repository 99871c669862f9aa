"""Fixtures of the story stand in story.py, so that the desk tells the same one."""

from tests.referrals.hub.story import _hears, calm, contact, referral, told, who

__all__ = ["_hears", "calm", "contact", "referral", "told", "who"]
