"""The hub's desk on a Monday morning."""

from tests.referrals.hub.story import _hears, calm, contact, referral, told, who

__all__ = ["_hears", "calm", "contact", "referral", "told", "who"]
