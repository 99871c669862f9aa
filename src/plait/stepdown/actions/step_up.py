"""Step up as a plan: the family needs more help again, and the team that led before is asked to accept."""

from datetime import datetime

from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, no
from plait.base.announce import announce
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.outbox import post
from plait.base.packs import current
from plait.referrals.actions.reopen_for_holder import reopen_for_holder
from plait.stepdown.access import held_stepdown, works_verdict
from plait.stepdown.events import SteppedUp
from plait.stepdown.models import StepDown
from plait.stepdown.store.moves import make_move
from plait.stepdown.store.promises import settle


@deed
def step_up(*, stepdown_id: str, because: str, by: Actor, at: datetime) -> StepDown:
    """The referral opens with its history, and the team that the last decision asked has the time of its clock to accept. What is
    not planned is said as *concern again*. Twice is once."""
    stepdown = held_stepdown(by, stepdown_id, at=at, act="stepdown:step-up")
    if stepdown.status == StepDown.Status.STEPPED_UP:
        record(act="stepdown:stepped-up", about=stepdown.ref, by=by, at=at)
        return stepdown
    works_verdict(stepdown, by=by).insist(about=stepdown.ref)
    if not because.strip():
        raise Refused(
            no("no-reason", say="Say why more help is needed.", next_step="Add a sentence"),
            about=stepdown.ref,
        )
    make_move(stepdown, "step up", because=because.strip(), by=by, at=at)
    settle(stepdown, pack=current(at=at), by=by, at=at)
    words = f"Stepped up as a plan ({stepdown.reference}) by {by.name}, {by.agency_name}: {because.strip()}"
    reopen_for_holder(referral_id=str(stepdown.referral_id), because=words, asks_again=True, by=by, at=at)
    post(
        key=f"{stepdown.ref}:stepped-up:{stepdown.moves.count()}",
        kind="stepdown-stepped-up",
        to=f"team:{stepdown.referral.contact.team_id}",
        about=stepdown.ref,
        context={"link_path": f"/referrals/{stepdown.referral_id}/", "phone": current(at=at).area.hub_phone},
        at=at,
    )
    record(
        act="stepdown:stepped-up",
        about=[stepdown.ref, stepdown.referral.ref],
        by=by,
        at=at,
        fields=("content",),
    )
    announce(SteppedUp(stepdown.pk, stepdown.referral_id, True, by.id, at))
    return stepdown
