"""Reading drafts, what somebody sent, and its receipt."""

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from plait.base.audit.actor import Actor
from plait.base.clock.queries import clock
from plait.referrals.models import Contact, Draft


def any_expired_draft(*, at: datetime) -> bool:
    """Is there a draft whose time is over?"""
    return Draft.objects.filter(expires_at__lte=at).exists()


def own_draft(by: Actor, draft_id: UUID | str, *, at: datetime) -> Draft | None:
    """The author's own draft, sent or not, unless its time is over."""
    return Draft.objects.filter(pk=draft_id, author=by.id, expires_at__gt=at).first()


def own_drafts(by: Actor, *, at: datetime, about: str = "concern") -> QuerySet[Draft]:
    """The author's unsent drafts, newest first."""
    return Draft.objects.filter(
        author=by.id, about=about, sent_at__isnull=True, expires_at__gt=at
    ).order_by("-saved_at", "pk")


def decision_due(contact: Contact) -> datetime | None:
    """By when the hub says what happens next."""
    found = clock(f"{contact.ref}:decision")
    return found.due_at if found else None
