"""Rows of notices, and the letters that this app posts beside them. Only actions call these."""

import hashlib
from collections.abc import Iterable
from datetime import datetime

from plait.agencies.models import Practitioner
from plait.base.outbox import post
from plait.base.outbox.events import MessagePosted
from plait.base.timers import set_timer
from plait.notices.models import Notice
from plait.notices.rules import OWN_KEY, Quiet, digest_key, next_digest


def make(
    readers: Iterable[Practitioner], posted: MessagePosted, *, urgent: bool, in_place_of: Practitioner | None = None,
    team: str = "",
) -> list[Notice]:  # fmt: skip
    """One notice each. Whoever was told of this message has it already."""
    rows = [
        Notice(
            practitioner=one, key=posted.key, kind=posted.kind, about=posted.about, path=posted.path, urgent=urgent,
            at=posted.at, in_place_of=in_place_of, team=team,
        )
        for one in readers
    ]  # fmt: skip
    return Notice.objects.bulk_create(rows, ignore_conflicts=True)


def letter_to(to: str, posted: MessagePosted, *, letter: str, at: datetime) -> bool:
    """The neutral letter of this message to somebody else, once."""
    mark = hashlib.sha256(posted.key.encode()).hexdigest()[:32]
    context: dict[str, object] = {"link_path": posted.path or "/notices/"}
    if posted.phone:
        context["phone"] = posted.phone
    return post(
        key=f"{OWN_KEY}{mark}:{to}", kind=posted.kind, to=to, body_ref=letter, context=context, about=posted.about,
        at=at,
    )  # fmt: skip


def promise_digest(
    practitioner_id: str, slot: datetime, *, hours: Iterable[int], quiet: Quiet, at: datetime
) -> datetime:
    """The digest of that moment is promised; where that one was sent already (the clock went back), the next. Returns which."""
    subject, chosen = f"practitioner:{practitioner_id}", tuple(hours)
    while not set_timer(
        key=digest_key(practitioner_id, slot), kind="notice-digest", subject=subject, due_at=slot, at=at
    ):
        slot = next_digest(slot, chosen, quiet)
    return slot
