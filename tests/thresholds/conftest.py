"""The same story as the deciding tests."""

from tests.referrals.deciding.conftest import contact, story, who

__all__ = ["contact", "story", "who"]
