"""End every way in of somebody who left, or of an agency that ended."""

from datetime import datetime

from django.db.models import Q

from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.people.models import Claim, Involvement


@deed
def end_ways_in(
    *, practitioner_ids: list[str], team_ids: list[str], agency_id: str = "", by: Actor, at: datetime
) -> int:
    """Involvements by name and of these teams end, and claims with them. Returns how many involvements ended."""
    whose = Q(practitioner_id__in=practitioner_ids) | Q(team_id__in=team_ids)
    claims = Q(practitioner_id__in=practitioner_ids)
    if agency_id:
        whose |= Q(practitioner__agency_id=agency_id)
        claims |= Q(practitioner__agency_id=agency_id)
    live = Involvement.objects.filter(whose).filter(Q(to_at__isnull=True) | Q(to_at__gt=at))
    ended = live.update(to_at=at)
    waiting = Claim.objects.filter(claims).exclude(state=Claim.State.ENDED)
    waiting.update(state=Claim.State.ENDED, ends_at=at, answered_by=by.id, answered_at=at)
    about = [f"practitioner:{one}" for one in practitioner_ids] or [f"agency:{agency_id}"]
    record(act="involvement:all-ended", about=about, by=by, at=at)
    return ended
