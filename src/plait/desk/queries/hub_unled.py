"""Referrals whose lead cannot lead them any more, and whom nobody has taken over: nothing else would say so."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from plait.agencies.models import Team
from plait.desk.queries.hub_promises import SHOWN
from plait.referrals.models import Contact, ContactPerson, Referral
from plait.referrals.queries.leading import without_a_lead


@dataclass(frozen=True, slots=True)
class Unled:
    """One of them, with the team of whoever led. Why they cannot lead is not said: that they know the family is theirs."""

    contact: Contact
    referral: Referral
    team: Team | None


def unled_now(visible: QuerySet[Contact]) -> list[Unled]:
    """Out of what the reader may see, the longest led first; one query where there are none."""
    children = ContactPerson.objects.select_related("description").order_by("order", "pk")
    found = (
        without_a_lead()
        .filter(
            Exists(visible.filter(pk=OuterRef("contact_id")))
        )  # of the few: never everything one may see first
        .select_related("lead_team__agency")
        .prefetch_related(
            Prefetch("contact", queryset=Contact.objects.all()),
            Prefetch("contact__people", queryset=children),
        )
        .order_by("lead_accepted_at", "pk")[:SHOWN]
    )
    return [Unled(one.contact, one, one.lead_team) for one in found]
