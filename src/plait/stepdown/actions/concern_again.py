"""*Concern again*: the referral opens with its history, and the hub is rung. One sentence is enough; nothing stands before it."""

from datetime import datetime

from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, no
from plait.base.announce import announce
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.outbox import post
from plait.base.packs import current
from plait.referrals.actions.reopen_for_holder import reopen_for_holder
from plait.stepdown.access import held_stepdown
from plait.stepdown.events import SteppedUp
from plait.stepdown.models import StepDown
from plait.stepdown.store.moves import make_move
from plait.stepdown.store.promises import settle


@deed
def concern_again(*, stepdown_id: str, because: str, by: Actor, at: datetime) -> StepDown:
    """By everybody who may read the step down, whatever their role. Said twice it is one. The hub owns it from this moment;
    whoever held the family stays involved until the next lead has accepted."""
    stepdown = held_stepdown(by, stepdown_id, at=at, act="stepdown:concern-again")
    if stepdown.status == StepDown.Status.REOPENED:
        record(act="stepdown:concern-again-said", about=stepdown.ref, by=by, at=at)
        return stepdown
    if not because.strip():
        raise Refused(
            no(
                "no-reason",
                say="Say in a sentence what you worry about.",
                next_step="In danger now? Ring 999 first",
            ),
            about=stepdown.ref,
        )
    make_move(stepdown, "concern again", because=because.strip(), by=by, at=at)
    pack = current(at=at)
    settle(stepdown, pack=pack, by=by, at=at)
    words = f"Concern again after a step down ({stepdown.reference}), said by {by.name}, {by.agency_name}: {because.strip()}"
    reopen_for_holder(referral_id=str(stepdown.referral_id), because=words, asks_again=False, by=by, at=at)
    post(
        key=f"{stepdown.ref}:concern-again:{stepdown.moves.count()}",
        kind="stepdown-concern-again",
        to=f"team:{stepdown.referral.contact.team_id}",
        body_ref="ring",
        about=stepdown.ref,
        context={"link_path": f"/referrals/{stepdown.referral_id}/", "phone": pack.area.hub_phone},
        at=at,
    )
    record(
        act="stepdown:concern-again-said",
        about=[stepdown.ref, stepdown.referral.ref],
        by=by,
        at=at,
        fields=("content",),
    )
    announce(SteppedUp(stepdown.pk, stepdown.referral_id, False, by.id, at))
    return stepdown
