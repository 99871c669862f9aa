"""A refusal that stays on the page: said beside what was typed, and kept in the audit like any other."""

from django.forms import BaseForm

from plait.base.access.request import PlaitRequest
from plait.base.access.verdict import Refused
from plait.base.audit.record import record


def stay_with(request: PlaitRequest, form: BaseForm, refusal: Refused, *, act: str) -> None:
    """Put the refusal above the form. One that hides is raised again: the door answers it."""
    if refusal.verdict.hides:
        raise refusal
    record(
        act=act,
        about=refusal.about or f"page:{act}",
        by=request.actor,
        at=request.at,
        verdict="refused",
        reason=refusal.verdict.reason,
    )
    step = refusal.verdict.next_step
    words = f"{refusal.verdict.say} {step}{'' if step.endswith(('.', '!', '?')) else '.'}"
    form.add_error(None, words)
