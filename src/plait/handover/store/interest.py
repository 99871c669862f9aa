"""That somebody wants to hear when another area asks about a child: one row of one practitioner and child."""

from datetime import datetime, timedelta

from plait.base.audit.actor import Actor
from plait.handover.models import StandingInterest


def keep_interest(person_id: str, *, days: int, by: Actor, at: datetime) -> StandingInterest:
    """From now for so many days, whatever stood before."""
    kept, _ = StandingInterest.objects.update_or_create(
        person=person_id,
        by=by.id,
        defaults={"by_name": by.name, "at": at, "until": at + timedelta(days=days)},
    )
    return kept
