"""The same story as the deciding tests."""

from tests.referrals.deciding.conftest import contact, pack, story, who

__all__ = ["contact", "pack", "story", "who"]
