"""Another team is asked to hold the family: after a no, or because the one that holds them cannot go on."""

from datetime import datetime

from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, no
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.packs import current
from plait.people.actions.end_involvements import end_involvements
from plait.people.actions.involve import involve
from plait.stepdown.access import held_stepdown, works_verdict
from plait.stepdown.actions.step_down import ask_team
from plait.stepdown.life import HELD
from plait.stepdown.models import StepDown
from plait.stepdown.queries.parts import children_in, teams_that_may_hold
from plait.stepdown.rules import RISK
from plait.stepdown.store.moves import make_move
from plait.stepdown.store.promises import settle


@deed
def ask_another_team(*, stepdown_id: str, team_id: str, because: str, by: Actor, at: datetime) -> StepDown:
    """The new team has the whole time to answer; what was promised to the family goes on. Whoever held them hands over now,
    and keeps hold until the new team accepts."""
    stepdown = held_stepdown(by, stepdown_id, at=at, act="stepdown:ask-another")
    works_verdict(stepdown, by=by).insist(about=stepdown.ref)
    people = children_in(stepdown)
    team = next((one for one in teams_that_may_hold(people) if str(one.pk) == team_id), None)
    if team is None or not because.strip():
        verdict = (
            no(
                "not-that-team",
                say="That team cannot hold this family.",
                next_step="Choose one of those shown",
            )
            if team is None
            else no("no-reason", say="Say why another team is asked.", next_step="Add a sentence")
        )
        raise Refused(verdict, about=stepdown.ref)
    if stepdown.status == HELD:
        stepdown.from_team = stepdown.to_team
    stepdown.to_team, stepdown.lead, stepdown.accepted_at = team, None, None
    # A manager's word about a lead that was missing was about the team of that day.
    stepdown.risk_parts = [one for one in stepdown.risk_parts if one != "lead"]
    make_move(stepdown, "ask another team", because=because.strip(), by=by, at=at)
    end_involvements(
        source_kind="stepdown", source_id=stepdown.pk, besides_team=str(stepdown.from_team_id), by=by, at=at
    )
    for one, label, kind in (
        (stepdown.from_team_id, "Hands over", "allocated"),
        (team.pk, "Asked to hold", "allocated" if team.pk == stepdown.from_team_id else "asked"),
    ):
        involve(
            person_ids=people,
            kind=kind,
            source_kind="stepdown",
            source_id=stepdown.pk,
            team_id=str(one),
            role_label=f"{label}: {stepdown.to_label}"[:120],
            by=by,
            at=at,
        )
    settle(stepdown, pack=current(at=at), kept=RISK, anew=True, by=by, at=at)
    ask_team(stepdown, turn=stepdown.moves.count(), at=at)
    record(act="stepdown:asked-another", about=stepdown.ref, by=by, at=at, fields=("content",))
    return stepdown
