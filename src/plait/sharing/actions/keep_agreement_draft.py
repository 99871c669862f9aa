"""Unsent words on a form of family agreement: kept for their author, and let go."""

from datetime import datetime, timedelta
from typing import Any

from plait.agencies.roles import may
from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.people.access import open_person
from plait.people.queries import standing_id
from plait.sharing.models import AgreementDraft

LASTS = timedelta(days=14)


@deed
def keep_agreement_draft(
    *, child_id: str, form: str, answers: dict[str, Any], by: Actor, at: datetime
) -> AgreementDraft:
    """Keep what was written so far on one form about one child; one draft for each author and form, fourteen days."""
    may(by, "family:ask").insist(about=f"person:{child_id}")
    child = open_person(by, standing_id(child_id), at=at, act="agreement:draft")
    row, _ = AgreementDraft.objects.update_or_create(
        author=by.id,
        about=f"{child.pk}:{form}"[:160],
        defaults={"answers": answers, "saved_at": at, "expires_at": at + LASTS},
    )
    record(act="agreement:draft", about=f"person:{child.pk}", by=by, at=at)
    return row


@deed
def discard_agreement_draft(*, child_id: str, form: str, by: Actor, at: datetime) -> int:
    """What was written has become a record: the draft is no longer needed. Returns how many there were."""
    gone, _ = AgreementDraft.objects.filter(
        author=by.id, about=f"{standing_id(child_id)}:{form}"[:160]
    ).delete()
    record(act="agreement:draft-sent", about=f"person:{standing_id(child_id)}", by=by, at=at)
    return gone


@deed
def expire_agreement_drafts(*, by: Actor, at: datetime) -> int:
    """Remove every draft whose fourteen days are over. Returns how many there were."""
    gone, _ = AgreementDraft.objects.filter(expires_at__lte=at).delete()
    record(act="agreement:drafts-expired", about="draft:agreement", by=by, at=at)
    return gone
