"""End the watch early, with a reason: the family has moved, the child is grown, another plan has taken its place."""

from datetime import datetime

from plait.base.access.deeds import deed
from plait.base.announce import announce
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.packs import current
from plait.people.actions.end_involvements import end_involvements
from plait.stepdown.access import held_stepdown, works_verdict
from plait.stepdown.events import HoldEnded
from plait.stepdown.models import StepDown
from plait.stepdown.queries.parts import closed
from plait.stepdown.rules import may_end
from plait.stepdown.store.moves import make_move
from plait.stepdown.store.promises import settle


@deed
def end_step_down(*, stepdown_id: str, because: str, by: Actor, at: datetime) -> StepDown:
    """Nothing is owed any more; ways in by the step down end. A concern still opens the referral with its history."""
    stepdown = held_stepdown(by, stepdown_id, at=at, act="stepdown:end")
    if stepdown.status == StepDown.Status.ENDED:
        record(act="stepdown:ended", about=stepdown.ref, by=by, at=at)
        return stepdown
    works_verdict(stepdown, by=by).insist(about=stepdown.ref)
    may_end(because=because).insist(about=stepdown.ref)
    make_move(stepdown, "end", because=because.strip(), by=by, at=at)
    end_involvements(source_kind="stepdown", source_id=stepdown.pk, by=by, at=at)
    settle(stepdown, pack=current(at=at), by=by, at=at)
    record(act="stepdown:ended", about=stepdown.ref, by=by, at=at, fields=("content",))
    if closed(stepdown):
        announce(HoldEnded(stepdown.pk, stepdown.referral_id, by.id, at))
    return stepdown
