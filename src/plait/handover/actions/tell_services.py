"""Responsibility was accepted: each service on our side that works with the family hears what it needs, by its own leg."""

from datetime import datetime

from plait.base.access.by_itself import by_itself
from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.handover.models import Handover
from plait.handover.queries.handing import is_protected
from plait.handover.queries.legs import legs_on, teams_of
from plait.handover.store.leg_telling import tell_teams
from plait.handover.store.legs import with_teams


@deed
def tell_services(*, handover_id: str, by: Actor, at: datetime) -> int:
    """By Plait itself, in the deed that accepted, on both sides alike. Answers how many legs have a service here."""
    by_itself(by).insist(about=f"handover:{handover_id}")
    handover = Handover.objects.select_related("contact").get(pk=handover_id)
    legs = legs_on(handover)
    known = with_teams(legs, teams_of(legs, at=at))
    tell_teams(handover, known, moment="accepted", protected=is_protected(handover), at=at)
    record(act="handover:services-told", about=handover.ref, by=by, at=at)
    return sum(1 for leg in known if leg.team_id is not None)
