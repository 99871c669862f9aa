"""How the promises stand: for records, desks and the health page."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from plait.base.timers.models import Timer

_OPEN = [Timer.State.WAITING, Timer.State.FAILED]


@dataclass(frozen=True, slots=True)
class Lag:
    """`overdue_seconds`: how late the oldest unfired timer is. `failed`: how many keep failing, and which kinds."""

    overdue_seconds: int
    failed: int
    failed_kinds: tuple[str, ...]


def lag(*, at: datetime) -> Lag:
    """The worker's lag. More than a minute or two means that no worker runs."""
    oldest = Timer.objects.filter(state=Timer.State.WAITING, due_at__lte=at).order_by("due_at").first()
    failed = list(
        Timer.objects.filter(state=Timer.State.FAILED).order_by("kind").values_list("kind", flat=True)
    )
    late = at - oldest.due_at if oldest else timedelta()
    return Lag(int(late.total_seconds()), len(failed), tuple(dict.fromkeys(failed)))


def waiting_for(subject: str) -> list[Timer]:
    """The promises still open about one subject, the next first."""
    return list(Timer.objects.filter(subject=subject, state__in=_OPEN).order_by("due_at", "id"))
