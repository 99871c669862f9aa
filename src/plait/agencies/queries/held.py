"""What is held of a form that its writer lost, or has typed and not sent."""

from datetime import datetime

from plait.agencies.models import HeldForm


def held_paths(user_id: str, *, at: datetime) -> list[str]:
    """The pages for which something of this user's is held now."""
    return list(HeldForm.objects.filter(user_id=user_id, expires_at__gt=at).values_list("path", flat=True))


def held_fields(user_id: str, path: str, *, at: datetime) -> dict[str, list[str]] | None:
    """What is held for this user at this page, or None. Nobody else's, no other page's, and not after its time."""
    held = HeldForm.objects.filter(user_id=user_id, path=path, expires_at__gt=at).first()
    return held.posted if held else None


def any_expired_held_form(*, at: datetime) -> bool:
    """Is there a held form whose time is over?"""
    return HeldForm.objects.filter(expires_at__lte=at).exists()
