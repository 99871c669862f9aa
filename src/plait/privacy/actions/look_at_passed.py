"""Say what came of looking at something that was shared without an agreement, because a child was in danger."""

from datetime import datetime

from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.privacy.access import open_passed
from plait.privacy.models import LookedAt
from plait.privacy.queries.passed import looked_at
from plait.privacy.rules import may_say_afterwards
from plait.sharing.models import SharingDecision


@deed
def look_at_passed(*, decision_id: str, outcome: str, because: str, by: Actor, at: datetime) -> LookedAt:
    """Once. The same again changes nothing; another outcome after it is refused. What was shared stays shared. Whoever decided
    it or knows somebody it is about, finds nothing here."""
    seen = open_passed(by, decision_id, at=at, act="passed:say")
    decision = SharingDecision.objects.select_for_update().get(pk=seen.pk)
    before = looked_at([decision]).get(decision.pk)
    if before and (before.outcome, before.because, before.by) == (outcome, because.strip(), by.id):
        return before
    about = f"sharing-decision:{decision.pk}"
    may_say_afterwards(looked=before is not None, outcome=outcome, because=because).insist(about=about)
    said = LookedAt.objects.create(
        decision=decision, outcome=outcome, because=because.strip(), by=by.id, at=at
    )
    record(act="passed:looked-at", about=about, by=by, at=at, reason=outcome, fields=("audit",))
    return said
