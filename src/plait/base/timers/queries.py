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


def timers_under(subject: str, start_of_key: str) -> list[str]:
    """The keys of every timer about one subject, of this asking or an earlier one, whose key begins so. Always by the subject,
    which has an index: SQLite reads through every timer for the beginning of a key."""
    found = Timer.objects.filter(subject=subject, key__startswith=start_of_key).order_by("key")
    return list(found.values_list("key", flat=True))
