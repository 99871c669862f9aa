"""A refusal that stays on the page: said beside what was typed, and kept in the audit like any other."""

from django.forms import BaseForm

from plait.base.access.request import PlaitRequest
from plait.base.access.verdict import Refused
from plait.base.audit.record import record

NOT_THEIRS = ("no-role", "mailbox-link")  # how refusals begin that no mending of the form would lift


def stay_with(request: PlaitRequest, form: BaseForm, refusal: Refused, *, act: str) -> None:
    """Put the refusal above the form, with the way on. One that hides, or that is about who asks and not about what they
    typed, is raised again: the door answers it."""
    if refusal.verdict.hides or refusal.verdict.reason.startswith(NOT_THEIRS):
        raise refusal
    note_refused(request, refusal, act=act)
    form.add_error(None, in_words(refusal))


def note_refused(request: PlaitRequest, refusal: Refused, *, act: str) -> None:
    """Keep the refusal where the page is answered all the same."""
    record(
        act=act,
        about=refusal.about or f"page:{act}",
        by=request.actor,
        at=request.at,
        verdict="refused",
        reason=refusal.verdict.reason,
    )


def in_words(refusal: Refused) -> str:
    """What is refused, and the way on, as sentences."""
    step = refusal.verdict.next_step
    sentence = step if not step or step.endswith((".", "!", "?")) else f"{step}."
    return f"{refusal.verdict.say} {sentence}".strip()
