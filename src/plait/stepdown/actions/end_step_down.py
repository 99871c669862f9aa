"""End the watch early, with a reason: the family has moved, the child is grown, another plan has taken its place.

By whoever holds the family, or as a manager’s recorded decision; whoever else answered for them hears of it.
"""

from datetime import datetime

from plait.agencies.roles import may
from plait.base.access.deeds import deed
from plait.base.announce import announce
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.outbox import post
from plait.base.packs import Pack, current
from plait.people.actions.end_involvements import end_involvements
from plait.stepdown.access import end_verdict, held_stepdown, works_verdict
from plait.stepdown.events import HoldEnded
from plait.stepdown.life import HELD, OFFERED
from plait.stepdown.models import StepDown
from plait.stepdown.queries.parts import closed, lacking
from plait.stepdown.rules import WATCH
from plait.stepdown.store.moves import make_move
from plait.stepdown.store.promises import settle


@deed
def end_step_down(*, stepdown_id: str, because: str, by: Actor, at: datetime) -> StepDown:
    """Nothing is owed any more; ways in by the step down end. A concern still opens the referral with its history.
    A manager’s word is kept with what was missing that day, and answers a closing; a holder’s does not. Raises Refused."""
    stepdown = held_stepdown(by, stepdown_id, at=at, act="stepdown:end")
    if stepdown.status == StepDown.Status.ENDED:
        record(act="stepdown:ended", about=stepdown.ref, by=by, at=at)
        return stepdown
    works_verdict(stepdown, by=by).insist(about=stepdown.ref)
    end_verdict(stepdown, by=by, because=because, at=at).insist(about=stepdown.ref)
    if may(by, "decision:override"):
        parts = {one.code for one in lacking(stepdown, at=at)}
        stepdown.risk_parts = sorted({*stepdown.risk_parts, *parts, WATCH})
        stepdown.risk_because, stepdown.risk_at = because.strip(), at
        stepdown.risk_by, stepdown.risk_by_name = by.id, by.name
    pack, was = current(at=at), stepdown.status
    make_move(stepdown, "end", because=because.strip(), by=by, at=at)
    end_involvements(source_kind="stepdown", source_id=stepdown.pk, by=by, at=at)
    settle(stepdown, pack=pack, by=by, at=at)
    _tell(stepdown, was, pack=pack, by=by, at=at)
    record(act="stepdown:ended", about=stepdown.ref, by=by, at=at, fields=("content",))
    if closed(stepdown):
        announce(HoldEnded(stepdown.pk, stepdown.referral_id, by.id, at))
    return stepdown


def _tell(stepdown: StepDown, was: str, *, pack: Pack, by: Actor, at: datetime) -> None:
    """The hub, and the other team where it still knew of the family: one that declined needs to know no more."""
    hub = stepdown.referral.contact.team_id
    asked = [stepdown.to_team_id] if was in (OFFERED, HELD) else []
    for team in dict.fromkeys([hub, stepdown.from_team_id, *asked]):
        if team == hub or str(team) not in by.teams:
            post(
                key=f"{stepdown.ref}:ended:{team}",
                kind="stepdown-ended",
                to=f"team:{team}",
                about=stepdown.ref,
                context={"link_path": "/step-down/", "phone": pack.area.hub_phone},
                at=at,
            )
