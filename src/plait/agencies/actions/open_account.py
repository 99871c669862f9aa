"""Open an account for a practitioner: an address to write to, and no password. They come in by passkey, or in the demo."""

from datetime import datetime

from plait.agencies.models import Practitioner, User
from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.base.audit.record import record


@deed
def open_account(*, practitioner_id: str, email: str, by: Actor, at: datetime) -> User:
    """The user that signs in as this practitioner. Its password cannot be guessed: there is none."""
    user = User.objects.create_user(email)
    Practitioner.objects.filter(pk=practitioner_id).update(user=user)
    record(act="account:opened", about=f"practitioner:{practitioner_id}", by=by, at=at)
    return user
