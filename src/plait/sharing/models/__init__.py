"""What an agency knows, item by item; each decision to share or not; and what was shared with whom."""

from plait.sharing.models.decisions import Disclosure, DisclosureItem, SharingDecision
from plait.sharing.models.items import InformationItem

__all__ = ["Disclosure", "DisclosureItem", "InformationItem", "SharingDecision"]
