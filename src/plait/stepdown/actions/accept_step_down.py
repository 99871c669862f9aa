"""Somebody of the team that was asked accepts: from now on the family is held by them."""

from datetime import datetime

from plait.base.access.deeds import deed
from plait.base.announce import announce
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.outbox import post
from plait.base.packs import current
from plait.people.actions.end_involvements import end_involvements
from plait.people.actions.involve import involve
from plait.stepdown.access import held_stepdown, holder_of
from plait.stepdown.events import HoldAccepted
from plait.stepdown.life import HELD
from plait.stepdown.models import StepDown
from plait.stepdown.queries.parts import children_in
from plait.stepdown.rules import ACCEPT, may_accept
from plait.stepdown.store.moves import make_move
from plait.stepdown.store.promises import settle


@deed
def accept_step_down(*, stepdown_id: str, by: Actor, at: datetime) -> StepDown:
    """`by` holds the family from now; whoever handed over lets go. Accepting twice changes nothing. A colleague may take over
    from a lead who has left, or who may not know of it any more."""
    stepdown = held_stepdown(by, stepdown_id, at=at, act="stepdown:accept")
    holder = holder_of(stepdown, by=by)
    may_accept(holder).insist(about=stepdown.ref)
    if stepdown.status == HELD and holder.holds_now and holder.held_by_somebody_able:
        return stepdown
    stepdown.lead_id, stepdown.accepted_at = by.id, at
    stepdown.begun_at = stepdown.begun_at or at
    make_move(stepdown, "accept", because="", by=by, at=at)
    end_involvements(
        source_kind="stepdown", source_id=stepdown.pk, besides_team=str(stepdown.to_team_id), by=by, at=at
    )
    end_involvements(source_kind="stepdown", source_id=stepdown.pk, kinds=frozenset({"asked"}), by=by, at=at)
    # From now the whole team reads the story: whoever of it is at work when something happens.
    for holder_id, team_id in ((by.id, None), (None, str(stepdown.to_team_id))):
        involve(
            person_ids=children_in(stepdown), kind="allocated", source_kind="stepdown", source_id=stepdown.pk,
            practitioner_id=holder_id, team_id=team_id, role_label="Holds the family after a step down", by=by, at=at,
        )  # fmt: skip
    settle(stepdown, pack=current(at=at), kept=ACCEPT, by=by, at=at)
    if stepdown.from_team_id != stepdown.to_team_id:
        post(
            key=f"{stepdown.ref}:accepted:{by.id}:{at:%Y%m%d%H%M%S}"[:200],
            kind="stepdown-accepted",
            to=f"team:{stepdown.from_team_id}",
            about=stepdown.ref,
            context={"link_path": "/step-down/", "phone": current(at=at).area.hub_phone},
            at=at,
        )
    record(act="stepdown:accepted", about=[stepdown.ref, stepdown.referral.ref], by=by, at=at)
    announce(HoldAccepted(stepdown.pk, stepdown.referral_id, stepdown.lead_id, by.id, at))  # type: ignore[arg-type]
    return stepdown
