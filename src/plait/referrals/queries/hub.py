"""What the hub's pages and deeds read of concerns, referrals and checks."""

from plait.base.packs import Pack
from plait.base.packs.schema.outcomes import Outcome


def outcomes_for_contacts(pack: Pack) -> list[Outcome]:
    """What may be answered without accepting a referral: whatever is not counted nationally as one."""
    found = [one for one in pack.outcomes.values() if one.national.contact_outcome != "cin_referral"]
    return sorted(found, key=lambda one: one.order)
