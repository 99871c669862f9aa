"""Referrals that were opened again and that nobody has decided on, or leads, since: they stand on top."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from plait.agencies.models import Team
from plait.base.clock.models import RunningClock
from plait.base.clock.queries import clocks_for
from plait.desk.queries.hub_promises import SHOWN
from plait.referrals.models import Contact, ContactPerson, Decision, Referral


@dataclass(frozen=True, slots=True)
class Reopened:
    """One of them: the team that is asked anew, if any, and the clock within which it accepts."""

    contact: Contact
    referral: Referral
    team: Team | None
    clock: RunningClock | None


def reopened_now(visible: QuerySet[Contact]) -> list[Reopened]:
    """Out of what the reader may see, the longest waiting first; one query where there are none."""
    children = ContactPerson.objects.select_related("description").order_by("order", "pk")
    found = list(
        Referral.objects.filter(Exists(visible.filter(pk=OuterRef("contact_id"))), reopened_at__isnull=False)
        .prefetch_related(
            Prefetch("contact", queryset=Contact.objects.all()),
            Prefetch("contact__people", queryset=children),
            Prefetch(
                "decisions",
                queryset=Decision.objects.select_related("next_team__agency").order_by("-at", "pk"),
            ),
        )
        .order_by("reopened_at", "pk")[:SHOWN]
    )
    if not found:
        return []
    clocks: dict[str, RunningClock] = {}
    for clock in clocks_for(one.ref for one in found):
        if clock.state == RunningClock.State.RUNNING and clock.rule == "lead_accepts":
            clocks[clock.subject] = clock
    rows = []
    for one in found:
        decision = next(iter(one.decisions.all()), None)
        team = decision.next_team if decision else None
        rows.append(Reopened(one.contact, one, team, clocks.get(one.ref)))
    return rows
