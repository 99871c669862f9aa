"""The reviewer's desk: look-ups to explain, and what else waits there."""

from plait.privacy.models.lookups import HighInterest, LooksRead, LookUp

__all__ = ["HighInterest", "LookUp", "LooksRead"]
