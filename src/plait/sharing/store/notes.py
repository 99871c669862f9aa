"""Holding an item while something is put beside it; and notes follow their words when an agency says the same again."""

from datetime import datetime

from plait.agencies.queries import answers_for
from plait.agencies.roles import permissions
from plait.base.access.verdict import Refused, hidden
from plait.base.audit.actor import Actor
from plait.sharing.models import InformationItem, ItemNote
from plait.sharing.rules.beside import may_note


def held_item(item_id: str, *, text: str, by: Actor, at: datetime) -> InformationItem:
    """The item, locked, for whoever may write beside it: its agency's privacy officer, or the area's where it has none."""
    item = InformationItem.objects.select_for_update().filter(pk=item_id).first()
    if item is None:
        raise Refused(hidden("no-such-item"), about=f"item:{item_id}")
    has = permissions(by)
    may_note(
        officer=bool(has & {"privacy:own", "privacy:area"}),
        own=answers_for(item.agency_id, by=by, at=at),
        stands=item.superseded_at is None and bool(item.text),
        text=text,
    ).insist(about=f"item:{item.pk}")
    return item


def carry_notes(old: InformationItem, new: InformationItem, *, kinds: tuple[str, ...]) -> None:
    """Write beside the new item what still stands beside the old one, once."""
    for note in ItemNote.objects.filter(item=old, kind__in=kinds, ended_at__isnull=True).order_by(
        "written_at", "pk"
    ):
        ItemNote.objects.get_or_create(
            item=new, kind=note.kind, text=note.text, ended_at=None,
            defaults={
                "agency_id": note.agency_id, "agency_name": note.agency_name, "written_by": note.written_by,
                "written_at": note.written_at,
            },
        )  # fmt: skip
        _end(note, new.written_at)


def _end(note: ItemNote, at: datetime) -> None:
    note.ended_at, note.ended_because = at, "It stands beside what was said again."
    note.save(update_fields=["ended_at", "ended_because"])


def carry_from_same_words(new: InformationItem) -> None:
    """Where this agency said exactly this before, in answer to the same question, what stood beside it stands beside this."""
    before = InformationItem.objects.filter(
        source_ref=new.source_ref, person_id=new.person_id, agency_id=new.agency_id, text=new.text,
        superseded_at__isnull=False, notes__ended_at__isnull=True, notes__isnull=False,
    )  # fmt: skip
    for old in before.exclude(pk=new.pk).distinct().order_by("written_at", "pk"):
        carry_notes(old, new, kinds=tuple(ItemNote.Kind.values))
