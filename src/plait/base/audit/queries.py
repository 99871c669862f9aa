"""Reading the audit. Whoever reads it is audited too, by the door they came through."""

from datetime import datetime

from plait.base.audit.models import AuditEntry
from plait.base.audit.pseudonyms import pseudonym


def looked_at(*subjects: str, most: int = 200) -> list[AuditEntry]:
    """The newest entries about any of these subject references, newest first."""
    about = [pseudonym(subject) for subject in subjects]
    return list(AuditEntry.objects.filter(subject__in=about).order_by("-id")[:most])


def refusals_since(entry_id: int, *, most: int = 500) -> list[AuditEntry]:
    """Refusals written after the given entry, oldest first: the custodians' alerts are drawn from these."""
    return list(AuditEntry.objects.filter(verdict="refused", id__gt=entry_id).order_by("id")[:most])


def newest_at() -> datetime | None:
    """When the newest row was written; the health page compares the clock with it."""
    newest = AuditEntry.objects.order_by("-id").first()
    return newest.at if newest else None
