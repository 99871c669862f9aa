"""The words of an item are erased when its agency disposes of it. The row stays: it shows that something was there."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q

from plait.base.access.by_itself import by_itself
from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.sharing.models import DisclosureItem, InformationItem, ItemCorrection, ItemNote

DISPOSED = "Disposed of when its time had come."


@deed
def erase_items(*, item_ids: Sequence[str], agency_id: str, by: Actor, at: datetime) -> list[str]:
    """Erase what this agency wrote, here and in what was shared of it. Another agency's items are left alone. Answers the ids of
    those erased. Plait does it by itself, once two people have agreed and the delay is over (`privacy`)."""
    by_itself(by).insist(about="page:disposal")
    items = list(
        InformationItem.objects.select_for_update().filter(pk__in=list(item_ids), agency_id=agency_id)
    )
    done = []
    for item in items:
        item.text, item.happened_said, item.happened_on = "", "", None
        item.superseded_at = item.superseded_at or at
        item.save(update_fields=["text", "happened_said", "happened_on", "superseded_at"])
        done.append(str(item.pk))
    DisclosureItem.objects.filter(item__in=items).exclude(text="").update(
        text=DISPOSED, label="", why_withheld=""
    )
    ItemNote.objects.filter(item__in=items).update(text="", ended_because="")
    ItemNote.objects.filter(item__in=items, ended_at__isnull=True).update(ended_at=at)
    ItemCorrection.objects.filter(Q(old__in=items) | Q(new__in=items)).update(why="")
    record(
        act="item:disposed",
        about=[f"item:{one}" for one in done] or "page:disposal",
        by=by,
        at=at,
        fields=("content",),
    )
    return done
