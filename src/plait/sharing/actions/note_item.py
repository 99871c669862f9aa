"""Write beside an item that somebody disputes it, or that it is not to be passed on for now; and take that away again."""

from datetime import datetime

from plait.agencies.queries import answers_for
from plait.agencies.roles import permissions
from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, hidden
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.sharing.models import ItemNote
from plait.sharing.rules.beside import may_note
from plait.sharing.store.notes import held_item


@deed
def note_item(*, item_id: str, kind: str, text: str, by: Actor, at: datetime) -> ItemNote:
    """A note of this kind (`ItemNote.Kind`) beside the item, in the agency's words. The item stays as it is. The same note is
    written once; an item is restricted once."""
    item = held_item(item_id, text=text, by=by, at=at)
    kind, said = ItemNote.Kind(kind), text.strip()
    standing = ItemNote.objects.filter(item=item, kind=kind, ended_at__isnull=True)
    if kind == ItemNote.Kind.DISPUTED:
        standing = standing.filter(text=said)
    note = standing.first() or ItemNote.objects.create(
        item=item, kind=kind, text=said, agency_id=item.agency_id, agency_name=item.agency_name, written_by=by.id,
        written_at=at,
    )  # fmt: skip
    record(
        act=f"item:{kind}", about=[f"item:{item.pk}", f"person:{item.person_id}"], by=by, at=at,
        fields=(item.field_group,),
    )  # fmt: skip
    return note


@deed
def end_note(*, note_id: str, because: str, by: Actor, at: datetime) -> ItemNote:
    """It stands there no more, with its reason; that it did is kept. Ended twice, once."""
    note = ItemNote.objects.select_for_update().select_related("item").filter(pk=note_id).first()
    if note is None:
        raise Refused(hidden("no-such-note"), about=f"note:{note_id}")
    has = permissions(by)
    may_note(
        officer=bool(has & {"privacy:own", "privacy:area"}),
        own=answers_for(note.agency_id, by=by, at=at),
        stands=True,
        text=because,
    ).insist(about=note.ref)
    if note.ended_at is None:
        note.ended_at, note.ended_by, note.ended_because = at, by.id, because.strip()
        note.save(update_fields=["ended_at", "ended_by", "ended_because"])
        record(
            act="item:note-ended", about=[f"item:{note.item_id}", f"person:{note.item.person_id}"], by=by, at=at,
            reason=note.kind,
        )  # fmt: skip
    return note
