"""Reading drafts, what somebody sent, and its receipt."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from plait.base.audit.actor import Actor
from plait.base.clock.queries import clock
from plait.referrals.models import Contact, ContactPerson, Draft, Referral


def any_expired_draft(*, at: datetime) -> bool:
    """Is there a draft whose time is over?"""
    return Draft.objects.filter(expires_at__lte=at).exists()


def own_draft(by: Actor, draft_id: UUID | str, *, at: datetime) -> Draft | None:
    """The author's own draft, sent or not, unless its time is over."""
    return Draft.objects.filter(pk=draft_id, author=by.id, expires_at__gt=at).first()


def own_drafts(by: Actor, *, at: datetime, about: str = "concern") -> QuerySet[Draft]:
    """The author's unsent drafts, newest first."""
    return Draft.objects.filter(author=by.id, about=about, sent_at__isnull=True, expires_at__gt=at).order_by(
        "-saved_at", "pk"
    )


def decision_due(contact: Contact) -> datetime | None:
    """By when the hub says what happens next."""
    found = clock(f"{contact.ref}:decision")
    return found.due_at if found else None


def people_of(contact: Contact) -> list[ContactPerson]:
    """Everyone a concern speaks of, children first, as they were described in it."""
    return list(contact.people.select_related("description__person").order_by("order"))


def children_by_contact(contacts: Iterable[Contact]) -> dict[UUID, list[ContactPerson]]:
    """The children of several concerns, in one query."""
    found: dict[UUID, list[ContactPerson]] = {}
    rows = ContactPerson.objects.filter(contact__in=list(contacts), role=ContactPerson.Role.CHILD)
    for row in rows.select_related("description").order_by("order"):
        found.setdefault(row.contact_id, []).append(row)
    return found


def decided_contacts(contacts: Iterable[Contact]) -> set[UUID]:
    """Which of these concerns became a referral about which something has been decided."""
    decided = Referral.objects.filter(contact__in=list(contacts)).exclude(status=Referral.Status.OPEN)
    return set(decided.values_list("contact_id", flat=True))
