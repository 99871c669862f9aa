"""The team that was asked says no, with a reason: whoever hands over keeps hold, and somebody decides."""

from datetime import datetime

from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.outbox import post
from plait.base.packs import current
from plait.people.actions.end_involvements import end_involvements
from plait.stepdown.access import held_stepdown, holder_of
from plait.stepdown.models import StepDown
from plait.stepdown.rules import ACCEPT, may_decline
from plait.stepdown.store.moves import make_move
from plait.stepdown.store.promises import settle


@deed
def decline_step_down(*, stepdown_id: str, code: str, because: str, by: Actor, at: datetime) -> StepDown:
    """The team's way in ends; whoever hands over and the hub hear of it, and have the pack's time to decide. The family loses
    nothing meanwhile."""
    stepdown = held_stepdown(by, stepdown_id, at=at, act="stepdown:decline")
    pack = current(at=at)
    labels = {one.code: one.label for one in pack.stepping_down().declines}
    may_decline(holder_of(stepdown, by=by), code=code, codes=labels, because=because).insist(
        about=stepdown.ref
    )
    stepdown.declined_at, stepdown.declined_by_name = at, by.name
    stepdown.declined_code, stepdown.declined_because = code, because.strip()
    words = f"{labels[code]}. {because.strip()}"
    make_move(stepdown, "decline", because=words, by=by, at=at)
    if stepdown.from_team_id != stepdown.to_team_id:
        end_involvements(
            source_kind="stepdown",
            source_id=stepdown.pk,
            besides_team=str(stepdown.from_team_id),
            by=by,
            at=at,
        )
    settle(stepdown, pack=pack, kept=ACCEPT, by=by, at=at)
    for team in dict.fromkeys([stepdown.from_team_id, stepdown.referral.contact.team_id]):
        post(
            key=f"{stepdown.ref}:declined:{stepdown.moves.count()}:{team}",
            kind="stepdown-declined",
            to=f"team:{team}",
            about=stepdown.ref,
            context={"link_path": f"/step-down/{stepdown.pk}/", "phone": pack.area.hub_phone},
            at=at,
        )
    record(act="stepdown:declined", about=stepdown.ref, by=by, at=at, fields=("content",), reason=code)
    return stepdown
