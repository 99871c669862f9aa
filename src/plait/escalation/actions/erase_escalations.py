"""What was said in disagreement about a concern goes with the concern, when that is disposed of."""

from collections.abc import Sequence
from datetime import datetime

from plait.base.access.by_itself import by_itself
from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.escalation.models import (
    Challenge,
    ChildOutcome,
    Escalation,
    EscalationOutcome,
    EscalationStage,
    GoodChallenge,
    MoreUrgent,
    StageCall,
)

DISPOSED = "Disposed of when its time had come."


@deed
def erase_escalations(*, contact_ids: Sequence[str], by: Actor, at: datetime) -> int:
    """Erase every word; that there was a disagreement, its stages and times stay. Answers how many there were."""
    by_itself(by).insist(about="page:disposal")
    ids = list(contact_ids)
    mine = {"escalation__contact_id__in": ids}
    EscalationStage.objects.filter(**mine).update(climbed_because="", answer="")
    StageCall.objects.filter(stage__escalation__contact_id__in=ids).update(said=DISPOSED, spoke_with="")
    MoreUrgent.objects.filter(stage__escalation__contact_id__in=ids).update(
        because=DISPOSED, emergency_told=""
    )
    EscalationOutcome.objects.filter(**mine).update(text=DISPOSED)
    ChildOutcome.objects.filter(**mine).update(said="")
    GoodChallenge.objects.filter(escalation__contact_id__in=ids).update(words=DISPOSED)
    GoodChallenge.objects.filter(challenge__contact_id__in=ids).update(words=DISPOSED)
    asked = Challenge.objects.filter(contact_id__in=ids).update(words=DISPOSED, question=DISPOSED, answer="")
    number = Escalation.objects.filter(contact_id__in=ids).update(
        words=DISPOSED, because=DISPOSED, wanted=DISPOSED, evidence="", emergency_told="", learning=""
    )
    record(
        act="escalation:disposed", about=[f"contact:{one}" for one in ids] or "page:disposal", by=by, at=at
    )
    return number + asked
