"""An escalation that becomes more urgent: what is kept of it, and who must know at once where a child is in danger."""

from datetime import datetime

from plait.base.audit.actor import Actor
from plait.base.packs import Pack
from plait.escalation.models import Escalation, EscalationStage, MoreUrgent
from plait.escalation.store.stages import tell_duty


def keep_more_urgent(
    stage: EscalationStage,
    urgency: str,
    *,
    because: str,
    emergency_told: str,
    pack: Pack,
    by: Actor,
    at: datetime,
) -> MoreUrgent:
    """From now on it is that urgent, on this stage and on every one above it. In danger the duty team is told."""
    found: Escalation = stage.escalation
    made = MoreUrgent.objects.create(
        stage=stage,
        was=found.urgency,
        urgency=urgency,
        because=because.strip(),
        emergency_told=emergency_told.strip()[:300],
        by=by.id,
        by_name=by.name,
        at=at,
    )
    found.urgency = urgency
    found.save(update_fields=["urgency"])
    if urgency == Escalation.Urgency.DANGER:
        tell_duty(found, pack=pack, at=at)
    return made
