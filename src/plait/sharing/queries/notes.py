"""Reading what stands beside items, what was corrected, and who had the line that was wrong."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from plait.base.clock import LONDON
from plait.sharing.models import DisclosureItem, InformationItem, ItemCorrection, ItemNote
from plait.sharing.rules.beside import Beside

MOST = 200


def beside_of(
    items: Iterable[InformationItem], *, upto: datetime | None = None
) -> dict[UUID, tuple[Beside, ...]]:
    """What stands beside each of these items, the oldest first; two queries however many they are. `upto`: only what was written
    by then."""
    agencies = {one.pk: one.agency_name for one in items}
    told: dict[UUID, list[Beside]] = defaultdict(list)
    if not agencies:
        return {}
    by_then = {"at__lte": upto} if upto else {}
    for fixed in ItemCorrection.objects.filter(new__in=agencies, **by_then).order_by("at", "pk"):
        day = fixed.at.astimezone(LONDON).date()
        told[fixed.new_id].append(Beside("corrected", "", agencies[fixed.new_id], day))
    notes = ItemNote.objects.filter(item__in=agencies, ended_at__isnull=True)
    notes = notes.filter(written_at__lte=upto) if upto else notes
    for note in notes.order_by("written_at", "pk"):
        day = note.written_at.astimezone(LONDON).date()
        told[note.item_id].append(Beside(note.kind, note.text, note.agency_name, day))
    return {pk: tuple(found) for pk, found in told.items()}


def restricted_among(item_ids: Iterable[str]) -> frozenset[str]:
    """Which of these items are not to be passed on for now."""
    wanted = [UUID(one) for one in item_ids]
    if not wanted:
        return frozenset()
    rows = ItemNote.objects.filter(item__in=wanted, kind=ItemNote.Kind.RESTRICTED, ended_at__isnull=True)
    return frozenset(str(one) for one in rows.values_list("item_id", flat=True))


def standing_notes(agency_id: str = "") -> QuerySet[ItemNote]:
    """Notes that stand, the oldest first; of one agency where one is given."""
    rows = ItemNote.objects.filter(ended_at__isnull=True).select_related("item")
    return (rows.filter(agency_id=agency_id) if agency_id else rows).order_by("written_at", "pk")


def lines_had(item: InformationItem) -> QuerySet[DisclosureItem]:
    """Every line by which somebody had this item; of a sealed one, also those that left its words to the deciding page."""
    had = Q(withheld=False) | Q(item__visibility=InformationItem.Visibility.SEALED)
    rows = DisclosureItem.objects.filter(had, item=item)
    return rows.select_related("disclosure", "disclosure__decision").order_by("disclosure__at", "pk")


def corrected_for(recipients: Iterable[str]) -> list[DisclosureItem]:
    """Lines that these recipients (`practitioner:<id>`, `team:<id>`) had and that were corrected since, the latest first."""
    rows = DisclosureItem.objects.filter(
        disclosure__recipient__in=list(recipients), item__correction__isnull=False
    )
    found = rows.filter(Q(withheld=False) | Q(item__visibility=InformationItem.Visibility.SEALED))
    joined = found.select_related("disclosure", "item", "item__correction", "item__correction__new")
    return list(joined.order_by("-item__correction__at", "pk")[:MOST])
