"""From a person's pages back to the referrals and concerns that the reader works on."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from plait.base.audit.actor import Actor
from plait.desk.queries.story import worked_on


@dataclass(frozen=True, slots=True)
class Link:
    """One way back, named by its reference and by nobody."""

    href: str
    words: str


def ways_back(person_id: str, *, by: Actor, at: datetime) -> list[Link]:
    """The referral where there is one, the concern where there is not yet; the newest first."""
    found = []
    for contact, referral in worked_on(person_id, by=by, at=at):
        if referral is not None:
            found.append(Link(reverse("referral", args=[referral.pk]), f"Referral {referral.reference}"))
        else:
            found.append(Link(reverse("hub-concern", args=[contact.pk]), f"Concern {contact.reference}"))
    return found
