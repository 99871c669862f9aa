"""What a receipt says first when a child is in danger now, or may be: whom to ring, and who acts tonight."""

from dataclasses import dataclass
from datetime import datetime

from plait.base.packs import Pack
from plait.referrals.models import Contact


@dataclass(frozen=True, slots=True)
class Danger:
    """`sure`: somebody said yes; else they were not sure. `opens` is when the hub works again, where it does not now."""

    sure: bool
    opens: datetime | None
    closed_list: bool
    told: str
    injury: bool


def danger_of(contact: Contact, *, pack: Pack, at: datetime) -> Danger | None:
    """Nothing where somebody said that no child is in danger now, and no injury was seen."""
    injury = contact.answers.get("injury") == "yes"
    if contact.danger_now == "no" and not injury:
        return None
    return Danger(
        sure=contact.danger_now == "yes",
        opens=opens_later(pack, at=at),
        closed_list=contact.route == Contact.Route.CLOSED_LIST,
        told=contact.emergency_told,
        injury=injury,
    )


def opens_later(pack: Pack, *, at: datetime) -> datetime | None:
    """When the hub works again, where it does not now: nobody reads anything before."""
    opens = pack.calendar().next_opening(at)
    return opens if opens != at else None
