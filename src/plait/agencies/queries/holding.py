"""What holds at a moment, and to whom nothing opens any more."""

from datetime import datetime

from django.db.models import Q


def holds(at: datetime) -> Q:
    """Of memberships and roles: those that hold then."""
    return Q(from_at__lte=at) & (Q(to_at__isnull=True) | Q(to_at__gt=at))


def nothing_opens_to(who: str = "") -> Q:
    """Rows whose practitioner, found under `who`, has left, is suspended, or belongs to an agency that ended: whatever they
    lead or hold is somebody else's to take over."""
    lead = f"{who}__" if who else ""
    return (
        Q(**{f"{lead}left_at__isnull": False})
        | Q(**{f"{lead}suspended_at__isnull": False})
        | Q(**{f"{lead}agency__ended_at__isnull": False})
    )
