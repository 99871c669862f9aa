"""A refusal that stays on the page: said beside what was typed, and kept in the audit like any other."""

from django.forms import BaseForm

from plait.base.access.request import PlaitRequest
from plait.base.access.verdict import Refused
from plait.base.audit.record import record


def stay_with(
    request: PlaitRequest, form: BaseForm, refusal: Refused, *, act: str, fields: dict[str, str]
) -> None:
    """Put the refusal into the form, beside the field that `fields` names for its reason (or above all of them).

    One that hides is raised again: the door answers it.
    """
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
    field = fields.get(refusal.verdict.reason)
    words = " ".join(part for part in (refusal.verdict.say, _sentence(refusal.verdict.next_step)) if part)
    form.add_error(field if field in form.fields else None, words)


def _sentence(text: str) -> str:
    return f"{text}." if text and text[-1] not in ".!?" else text
