"""How the outbox stands: for desks and the health page."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from plait.base.outbox.models import Message


@dataclass(frozen=True, slots=True)
class Backlog:
    """`oldest_seconds`: how long the oldest message that may leave has waited. `failed`: how many reach nobody."""

    queued: int
    oldest_seconds: int
    failed: int


def backlog(*, at: datetime) -> Backlog:
    """What has not left."""
    queued = Message.objects.filter(state=Message.State.QUEUED)
    oldest = queued.filter(Q(posted_at__lte=at)).order_by("posted_at").first()
    waited = int((at - oldest.posted_at).total_seconds()) if oldest and oldest.posted_at else 0
    return Backlog(queued.count(), waited, Message.objects.filter(state=Message.State.FAILED).count())


def sent_to(to_ref: str) -> list[Message]:
    """Every message posted to one reference, the newest first, with its receipt."""
    return list(Message.objects.filter(to_ref=to_ref).order_by("-posted_at", "-id"))
