"""The words with which somebody decided to share, and what was shared of no item, go with the record on which they rested."""

from collections.abc import Sequence
from datetime import datetime

from plait.base.access.by_itself import by_itself
from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.sharing.models import DisclosureItem, SharingDecision

DISPOSED = "Disposed of when its time had come."


@deed
def erase_decisions(*, source_refs: Sequence[str], by: Actor, at: datetime) -> int:
    """Erase why, for what and in which words these were shared; who decided, when, with whom and by which clause stays. What was
    shared of an item goes with the item (`erase_items`). Answers how many decisions there were."""
    by_itself(by).insist(about="page:disposal")
    found = SharingDecision.objects.filter(source_ref__in=list(source_refs))
    lines = DisclosureItem.objects.filter(disclosure__decision__in=found, item__isnull=True)
    lines.exclude(text="").update(text=DISPOSED)
    lines.update(label="", why_withheld="")
    number = found.update(purpose=DISPOSED, because="", detriment="", family_told="")
    record(
        act="sharing:disposed", about=list(source_refs) or "page:disposal", by=by, at=at, fields=("content",)
    )
    return number
