"""Keep what somebody has written so far, so that a lost sign-in or a closed laptop loses nothing."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, hidden, no
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.referrals.models import Draft

# Unsent words about a child are not kept longer than somebody may reasonably come back to them.
DRAFT_LASTS = timedelta(days=14)


class DraftMoved(Exception):
    """Somebody (the same author in another window) saved since. `draft` is what stands now; nothing was changed."""

    def __init__(self, draft: Draft) -> None:
        super().__init__(f"draft {draft.pk} is at version {draft.version}")
        self.draft = draft


@deed
def save_draft(
    *,
    about: str,
    answers: dict[str, Any],
    draft_id: str | None = None,
    version: int | None = None,
    by: Actor,
    at: datetime,
) -> Draft:
    """Make or replace a draft of the author's own; it expires 14 days after it was last saved.

    `draft_id` may name a draft that does not exist yet: it is made with that id, so that a start sent twice makes one.
    `version` is the one the author saw (0: none yet); when another has been saved since, DraftMoved is raised. Without it
    the newest text wins. Refused when the draft is somebody else's (as if absent) or was sent.
    """
    standing = _standing(draft_id)
    if standing is None:
        draft = Draft(
            author=by.id,
            about=about[:64],
            answers=answers,
            made_at=at,
            saved_at=at,
            expires_at=at + DRAFT_LASTS,
        )
        if draft_id:
            draft.pk = Draft._meta.pk.to_python(draft_id)
        standing = _first_of(draft)
    if standing is not None:
        draft = _replaced(standing, answers, version=version, by=by, at=at)
    record(act="draft:saved", about=f"draft:{draft.pk}", by=by, at=at)
    return draft


def _standing(draft_id: "UUID | str | None") -> Draft | None:
    return Draft.objects.select_for_update().filter(pk=draft_id).first() if draft_id else None


def _first_of(draft: Draft) -> Draft | None:
    """Makes the draft; or the one that stands, where the same page was sent twice in one moment and the other was first."""
    try:
        with transaction.atomic():
            draft.save(force_insert=True)
    except IntegrityError:
        if (standing := _standing(draft.pk)) is None:
            raise
        return standing
    return None


def _replaced(
    draft: Draft, answers: dict[str, Any], *, version: int | None, by: Actor, at: datetime
) -> Draft:
    if draft.author != by.id:
        raise Refused(hidden("not-the-author"), about=f"draft:{draft.pk}")
    if draft.sent_at is not None:
        raise Refused(
            no("already-sent", say="This has been sent, so it cannot be changed any more.",
               next_step="Open what you sent, or ring the hub to add something"),
            about=f"draft:{draft.pk}",
        )  # fmt: skip
    if version is not None and version != draft.version:
        raise DraftMoved(draft)
    draft.answers = answers
    draft.version += 1
    draft.saved_at, draft.expires_at = at, at + DRAFT_LASTS
    draft.save()
    return draft
