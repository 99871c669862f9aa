"""The time of a leg is over, and nobody there has it."""

from datetime import datetime

from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.handover.life import OUT_STILL
from plait.handover.models import Leg
from plait.handover.queries.handing import is_protected
from plait.handover.rules.legs import OVER
from plait.handover.store.leg_telling import tell_late


@deed
def remind_of_leg(*, leg_id: str, turn: int, by: Actor, at: datetime) -> bool:
    """Told again while nobody has it; False once somebody has, it is not needed, or the handover is over."""
    rows = Leg.objects.select_related("handover__contact").filter(
        pk=leg_id, status__in=OUT_STILL, due_at__lte=at
    )
    leg = rows.exclude(handover__status__in=OVER).first()
    record(act="handover:leg-late", about=f"leg:{leg_id}", by=by, at=at)
    if leg is None:
        return False
    tell_late(leg, turn=turn, protected=is_protected(leg.handover), at=at)
    return True
