"""A refusal that stays on the page: said beside what was typed, and kept in the audit like any other."""

from django.forms import BaseForm

from plait.base.access.deeds import record_refusal
from plait.base.access.request import PlaitRequest
from plait.base.access.verdict import Refused

FIELDS = {
    "not-down": "to_level",
    "no-such-level": "to_level",
    "barred-here": "to_level",
    "barred-needs-manager": "to_level",
    "bar-needs-reason": "bar_because",
    "no-reason": "because",
    "needs-reason": "because",
    "not-that-team": "to_team",
    "no-such-gateway": "gateway",
    "explained-when": "explained_on",
    "own-records-first": "own_records",
    "no-gateway-explained": "partners",
    "gateway-not-in-force": "partners",
    "no-standing": "standing",
    "needs-months": "months",
    "not-those-months": "months",
}
SAME = {"because": "why", "to_team": "team"}


def stay_with(request: PlaitRequest, form: BaseForm, refusal: Refused, *, act: str) -> None:
    """Put the refusal into the form, beside its field. One that hides is raised again: the door answers it."""
    verdict = refusal.verdict
    if verdict.hides:
        raise refusal
    record_refusal(verdict=verdict, act=act, about=refusal.about, by=request.actor, at=request.at)
    name = FIELDS.get(verdict.reason, "")
    field = next((one for one in (name, SAME.get(name, "")) if one in form.fields), None)
    end = (
        f"{verdict.next_step}."
        if verdict.next_step and verdict.next_step[-1] not in ".!?"
        else verdict.next_step
    )
    form.add_error(field, " ".join(part for part in (verdict.say, end) if part))
