"""How a practitioner wants their mail."""

from collections.abc import Iterable
from datetime import datetime, time

from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, no
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.notices.models import NoticeChoice
from plait.notices.rules import HOURS_OFFERED, SORTS


@deed
def choose(
    *, in_digest: Iterable[str], hours: str, quiet_from: time, quiet_until: time, by: Actor, at: datetime
) -> NoticeChoice:
    """From the next letter on. What is late or about danger cannot be put into a digest. Two times alike: no quiet hours."""
    gathered = sorted({one for one in in_digest if one in SORTS and SORTS[one].waits})
    if by.kind != "practitioner" or hours not in HOURS_OFFERED:
        raise Refused(
            no(
                "no-choice",
                say="This cannot be chosen.",
                next_step="Choose one of the times that are offered",
            ),
            about="page:notices",
        )
    made, _ = NoticeChoice.objects.update_or_create(
        practitioner_id=by.id,
        defaults={
            "in_digest": gathered, "hours": list(HOURS_OFFERED[hours]), "quiet_from": quiet_from,
            "quiet_until": quiet_until, "changed_at": at,
        },
    )  # fmt: skip
    record(act="notice:chosen", about=f"practitioner:{by.id}", by=by, at=at)
    return made
