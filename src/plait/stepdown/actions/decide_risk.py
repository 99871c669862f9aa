"""A manager weighs what is missing, or that it does not hold, and records why it can go on: nobody is kept in help because a form
is not whole, and nobody is forgotten because it did not hold."""

from datetime import datetime

from plait.agencies.roles import may
from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.packs import current
from plait.people.actions.end_involvements import end_involvements
from plait.people.actions.involve import involve
from plait.stepdown.access import held_stepdown
from plait.stepdown.life import DECLINED, OFFERED
from plait.stepdown.models import StepDown
from plait.stepdown.queries.parts import children_in
from plait.stepdown.queries.weighing import weighed
from plait.stepdown.rules import RISK, may_decide_risk
from plait.stepdown.store.moves import keep_move, make_move
from plait.stepdown.store.promises import settle


@deed
def decide_risk(
    *, stepdown_id: str, because: str, months: int | None = None, by: Actor, at: datetime
) -> StepDown:
    """Kept with just the parts that are missing now. Without a lead, whoever handed over looks again as it was promised.
    `months`: somebody looks again after so many, besides what was promised; needed where nobody would. Raises Refused."""
    stepdown = held_stepdown(by, stepdown_id, at=at, act="stepdown:weigh")
    pack = current(at=at)
    found = weighed(stepdown, months=months, pack=pack, at=at)
    may_decide_risk(found, manager=bool(may(by, "decision:override")), because=because).insist(
        about=stepdown.ref
    )
    stepdown.undecided = False
    stepdown.again += months is not None
    stepdown.risk_parts = sorted({*stepdown.risk_parts, *(one.code for one in found.lacking)})
    stepdown.risk_because, stepdown.risk_at = because.strip(), at
    stepdown.risk_by, stepdown.risk_by_name = by.id, by.name
    again = f"Somebody looks again in {months} month{'' if months == 1 else 's'}." if months else ""
    words = " ".join(part for part in (*(one.say for one in found.lacking), because.strip(), again) if part)
    if stepdown.status in (OFFERED, DECLINED):
        stepdown.begun_at = stepdown.begun_at or at
        make_move(stepdown, "carry", because=words, by=by, at=at)
        end_involvements(
            source_kind="stepdown",
            source_id=stepdown.pk,
            besides_team=str(stepdown.from_team_id),
            by=by,
            at=at,
        )
        involve(
            person_ids=children_in(stepdown),
            kind="allocated",
            source_kind="stepdown",
            source_id=stepdown.pk,
            team_id=str(stepdown.from_team_id),
            role_label="Holds the family by a manager’s word",
            by=by,
            at=at,
        )
    else:
        stepdown.save()
        keep_move(stepdown, "weigh the risk", was=stepdown.status, because=words, by=by, at=at)
    settle(stepdown, pack=pack, kept=RISK, months=months, by=by, at=at)
    record(act="stepdown:risk-weighed", about=stepdown.ref, by=by, at=at, fields=("content",))
    return stepdown
