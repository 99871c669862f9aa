"""What somebody has typed on a page that keeps itself while it is written: sent to the page's own address, shown when it is
opened again, forgotten once it is sent. One draft for each author and record."""

from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.http import HttpResponse

from plait.base.access.request import PlaitRequest
from plait.base.ui.text import without_nul
from plait.referrals.actions.discard_draft import discard_draft
from plait.referrals.actions.save_draft import save_draft
from plait.referrals.forms.raising import as_posted
from plait.referrals.queries.raising import own_drafts


def saves_itself(request: PlaitRequest) -> bool:
    """Does the page keep what is being written, while nobody has pressed anything?"""
    return request.method == "POST" and request.headers.get("X-Requested-With") == "autosave"


def keep_typed(request: PlaitRequest, about: str, raw: dict[str, Any]) -> HttpResponse:
    """Keep it as it was typed, mistakes and all. `about` names the page and the record."""
    kept = own_drafts(request.actor, at=request.at, about=about).first()
    key = kept.pk if kept else uuid5(NAMESPACE_URL, f"{about} {request.actor.id}")
    save_draft(about=about, answers=without_nul(raw), draft_id=str(key), by=request.actor, at=request.at)
    return HttpResponse(status=204)


def typed_before(request: PlaitRequest, about: str) -> Any:
    """What the reader has typed here and not sent, as a browser would send it; None where there is nothing."""
    kept = own_drafts(request.actor, at=request.at, about=about).first()
    return as_posted(kept.answers) if kept else None


def forget_typed(request: PlaitRequest, about: str) -> None:
    """It was sent: the draft of it is gone."""
    kept = own_drafts(request.actor, at=request.at, about=about).first()
    if kept is not None:
        discard_draft(draft_id=str(kept.pk), by=request.actor, at=request.at)
