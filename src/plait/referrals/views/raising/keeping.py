"""Keeping a part of a draft, and the frame around every step."""

import secrets
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings

from plait.agencies.roles import needs
from plait.base.access.request import PlaitRequest
from plait.base.ui.text import has_nul
from plait.referrals.access import open_draft
from plait.referrals.actions.save_draft import DraftMoved, save_draft
from plait.referrals.forms.raising import STEP, StepForm
from plait.referrals.forms.raising_answers import Answers
from plait.referrals.presenters.raising import before, step_href, step_lines

may_raise = needs("concern:raise")
MAY_RAISE = "Everyone who may raise a concern, for their own drafts"


@dataclass(frozen=True, slots=True)
class Unsent:
    """A draft under way, with its answers read."""

    id: str
    version: int
    answers: Answers
    expires_at: Any


def unsent(request: PlaitRequest, draft_id: object) -> Unsent:
    """The reader's own draft; refused, as if absent, for anyone else."""
    draft = open_draft(request.actor, str(draft_id), at=request.at)
    return Unsent(str(draft.pk), draft.version, Answers(draft.answers), draft.expires_at)


def keep_answers(request: PlaitRequest, draft: Unsent) -> None:
    """Save the whole draft as it now stands. Raises DraftMoved when another window saved in this very moment."""
    save_draft(
        about="concern",
        answers=draft.answers.as_kept(),
        draft_id=draft.id,
        version=draft.version,
        by=request.actor,
        at=request.at,
    )


def keep_part(request: PlaitRequest, draft: Unsent, key: str, form: StepForm, *, done: bool) -> bool:
    """Save one part as typed, mistakes and all. False, with nothing changed, when another window has changed it.

    Text with a NUL is not saved, because no database keeps it: the page that says so still holds the words.
    """
    raw, window = form.draft(), request.POST.get("window", "")[:40].replace("\x00", "")
    if has_nul(raw):
        return True
    if draft.answers.moved(key, seen=seen_in(request), window=window, raw=raw):
        return False
    draft.answers.put(key, raw, window=window, done=done)
    try:
        keep_answers(request, draft)
    except DraftMoved:
        return False
    return True


def key_in(request: PlaitRequest) -> UUID:
    """The random key that the page carried, so that sending it twice does its deed once; a new one where it was changed."""
    try:
        return UUID(request.POST.get("key", ""))
    except ValueError:
        return uuid4()


def seen_in(request: PlaitRequest) -> int:
    """How often the part had been saved when this page was drawn."""
    number = request.POST.get("seen", "")
    return int(number) if number.isascii() and number.isdecimal() and len(number) < 9 else 0


def frame(draft: Unsent, here: str, part: str = "") -> dict[str, Any]:
    """What every step shows around its form."""
    back, start = before(here), draft.answers.part("start") or {}
    keys = [*STEP, "check"]
    return {
        "draft_id": draft.id,
        "expires_at": draft.expires_at,
        "idle_minutes": settings.PLAIT_IDLE_SECONDS // 60,  # when a one-time link ends, its drafts with it
        "steps": step_lines(draft.id, draft.answers, here),
        "place": keys.index(here) + 1,
        "places": len(keys),
        "back_href": step_href(draft.id, back) if back else "",
        "danger": start.get("danger_now") == "yes",
        "unsure": start.get("danger_now") == "not_known",
        # A concern that may be about a reader of the mailbox is not opened by its next link.
        "not_about_worker": start.get("works_with_children") == "no",
        "perhaps_worker": start.get("works_with_children") == "not_known",
        "window": secrets.token_hex(8),
        "seen": draft.answers.seen(part or here),
    }
