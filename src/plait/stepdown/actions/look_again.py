"""Somebody looked whether it still holds: own records first, partners only as it was explained to the family."""

from datetime import datetime

from plait.base.access.deeds import deed
from plait.base.announce import announce
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.clock import LONDON
from plait.base.outbox import post
from plait.base.packs import current
from plait.people.actions.end_involvements import end_involvements
from plait.stepdown.access import held_stepdown, works_verdict
from plait.stepdown.events import HoldEnded
from plait.stepdown.models import LookedAgain, StepDown
from plait.stepdown.queries.elsewhere import may_let_go_of
from plait.stepdown.queries.holding import open_clock
from plait.stepdown.queries.parts import closed
from plait.stepdown.rules import Looked, is_over, may_look
from plait.stepdown.store.moves import make_move
from plait.stepdown.store.promises import looks_left, settle


@deed
def look_again(
    *,
    stepdown_id: str,
    promise: str,
    standing: str,
    own_records: str,
    child_words: str = "",
    partners: str = "",
    together: bool | None = None,
    by: Actor,
    at: datetime,
) -> StepDown:
    """The answer is kept for ever; the same promise is answered once, and not by an attempt at which nobody was seen. Whenever it
    does not hold, a manager has to decide: the hub hears of it at once, and that has a clock. When the last one holds, nothing
    waits for a manager and no other area is asked to take them, the watch is over. `together`: whether both went, of a joint
    visit. Raises Refused."""
    stepdown = held_stepdown(by, stepdown_id, at=at, act="stepdown:still-right")
    works_verdict(stepdown, by=by).insist(about=stepdown.ref)
    pack = current(at=at)
    look = pack.stepping_down().look(promise)
    gateway = pack.gateways.get(stepdown.gateway)
    running = open_clock(stepdown, promise) if look else None
    may_look(
        Looked(
            standing=standing,
            standings=LookedAgain.Standing.values,
            own_records=own_records,
            partners=partners,
            gateway_explained=bool(stepdown.gateway),
            gateway_in_force=gateway is not None and gateway.in_force(at.astimezone(LONDON).date()),
            open_promise=running is not None,
            joint=look is not None and look.joint,
            together=together,
            too_soon=look is not None and look.waits and running is not None and at < running.at_risk_at,
        )
    ).insist(about=stepdown.ref)
    LookedAgain.objects.create(
        stepdown=stepdown,
        promise=promise,
        label=look.label[:160] if look else promise,
        standing=standing,
        own_records=own_records.strip(),
        child_words=child_words.strip(),
        partners=partners.strip(),
        gateway=stepdown.gateway if partners.strip() else "",
        together=together if look and look.joint else None,
        by=by.id,
        by_name=by.name,
        at=at,
    )
    planned = pack.stepping_down().codes(0)
    left, before = looks_left(stepdown, pack=pack), stepdown.undecided
    over = is_over(promise, standing, looks=planned, left=left, undecided=before)
    ends = over and bool(may_let_go_of(stepdown, at=at))
    fell = standing in (LookedAgain.Standing.SLIPPED, LookedAgain.Standing.NO)
    stepdown.undecided = before or fell
    stepdown.save(update_fields=["undecided"])
    if ends:
        make_move(stepdown, "hold to the end", because=own_records.strip(), by=by, at=at)
        end_involvements(source_kind="stepdown", source_id=stepdown.pk, by=by, at=at)
    settle(
        stepdown, pack=pack, kept="" if standing == LookedAgain.Standing.NOT_SEEN else promise, by=by, at=at
    )
    if fell:
        post(
            key=f"{stepdown.ref}:decide:{promise}",
            kind="stepdown-decide",
            to=f"team:{stepdown.referral.contact.team_id}",
            about=stepdown.ref,
            context={"link_path": f"/step-down/{stepdown.pk}/", "phone": pack.area.hub_phone},
            at=at,
        )
    record(act="stepdown:looked", about=stepdown.ref, by=by, at=at, fields=("content",), reason=standing)
    if ends and closed(stepdown):
        announce(HoldEnded(stepdown.pk, stepdown.referral_id, by.id, at))
    return stepdown
