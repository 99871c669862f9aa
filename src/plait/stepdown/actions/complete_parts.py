"""Add what was missing: what happens if it gets worse, who does what, who was told, which power was explained."""

from datetime import date, datetime

from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, no
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.packs import current
from plait.stepdown.access import held_stepdown, works_verdict
from plait.stepdown.actions.step_down import note_told
from plait.stepdown.models import Need, StepDown
from plait.stepdown.store.moves import keep_move


@deed
def complete_parts(
    *,
    stepdown_id: str,
    contingency: str,
    owners: dict[str, str],
    need: str = "",
    need_who: str = "",
    family_told: str = "",
    family_how: str = "",
    services_told: tuple[str, ...] = (),
    gateway: str = "",
    explained_on: date | None = None,
    by: Actor,
    at: datetime,
) -> StepDown:
    """`owners` says by the id of a need who does it. What was said before stays in the history. Raises Refused."""
    stepdown = held_stepdown(by, stepdown_id, at=at, act="stepdown:complete")
    works_verdict(stepdown, by=by).insist(about=stepdown.ref)
    if gateway and (gateway not in current(at=at).stepping_down().explains or explained_on is None):
        raise Refused(
            no(
                "explained-when",
                say="Say which power was explained to the family, and on which day.",
                next_step="Choose one, and add the day",
            ),
            about=stepdown.ref,
        )
    was = stepdown.contingency
    stepdown.contingency = contingency.strip()
    if gateway:
        stepdown.gateway, stepdown.explained_on = gateway, explained_on
    stepdown.save(update_fields=["contingency", "gateway", "explained_on"])
    for row in stepdown.needs.all():
        if (who := owners.get(str(row.pk), row.who).strip()[:160]) != row.who:
            row.who = who
            row.save(update_fields=["who"])
    if need.strip():
        Need.objects.create(stepdown=stepdown, what=need.strip()[:300], who=need_who.strip()[:160], at=at)
    note_told(stepdown, family=family_told, how=family_how, services=services_told, by=by, at=at)
    if was and was != stepdown.contingency:
        words = f"Before: {was}"
        keep_move(stepdown, "say anew what happens", was=stepdown.status, because=words, by=by, at=at)
    record(act="stepdown:completed", about=stepdown.ref, by=by, at=at, fields=("content",))
    return stepdown
