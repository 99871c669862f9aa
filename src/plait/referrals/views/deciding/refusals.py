"""A refusal that stays on the page, beside the field that it is about."""

from django.forms import BaseForm

from plait.base.access.request import PlaitRequest
from plait.base.access.verdict import Refused
from plait.base.ui.staying import in_words, note_refused


def stay_with(
    request: PlaitRequest, form: BaseForm, refusal: Refused, *, act: str, fields: dict[str, str]
) -> None:
    """Put the refusal into the form, beside the field that `fields` names for its reason (or above all of them).

    One that hides is raised again: the door answers it.
    """
    if refusal.verdict.hides:
        raise refusal
    note_refused(request, refusal, act=act)
    field = fields.get(refusal.verdict.reason)
    form.add_error(field if field in form.fields else None, in_words(refusal))
