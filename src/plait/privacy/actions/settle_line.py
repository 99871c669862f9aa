"""The owner puts something right that somebody asked about: corrects it, writes beside it that it is disputed, holds it, or says
why it stays as it is."""

from datetime import datetime

from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, no
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.privacy.access import decides_for, readable_requests, visible_notes
from plait.privacy.models import RequestLine, RightsRequest
from plait.privacy.rules.redacting import may_settle_line
from plait.sharing.actions import note_item as notes
from plait.sharing.actions.correct_item import correct_item
from plait.sharing.models import ItemNote


@deed
def settle_line(*, line_id: str, decided: str, text: str, why: str, by: Actor, at: datetime) -> RequestLine:
    """`text`: what the note says, or the corrected words; `why`: the reason, for a correction and for leaving it as it is."""
    line = (
        RequestLine.objects.select_for_update(of=("self",))
        .select_related("item", "request")
        .filter(pk=line_id)
        .first()
    )
    if (
        line is None
        or line.item is None
        or line.request.kind == RightsRequest.Kind.ACCESS
        or not decides_for(str(line.agency_id), by=by, at=at)
        or not readable_requests(by).filter(pk=line.request_id).exists()
        or line.request.state != RightsRequest.State.GATHERED
    ):
        raise Refused(
            no(
                "not-the-owner",
                say="Only the agency that wrote a line decides on it.",
                next_step="Ask that agency",
            ),
            about=f"line:{line_id}",
        )
    may_settle_line(decided=decided, text=text, why=why).insist(about=line.request.ref)
    item_id = str(line.item.pk)
    if decided == RequestLine.Decided.CORRECT:
        correct_item(item_id=item_id, text=text, why=why, by=by, at=at)
    elif decided != RequestLine.Decided.KEPT:
        kind = ItemNote.Kind.DISPUTED if decided == RequestLine.Decided.NOTED else ItemNote.Kind.RESTRICTED
        notes.note_item(item_id=item_id, kind=kind, text=text, by=by, at=at)
    line.decided, line.why, line.decided_by, line.decided_at = decided, why.strip(), by.id, at
    line.save(update_fields=["decided", "why", "decided_by", "decided_at"])
    record(act="request:line-settled", about=line.request.ref, by=by, at=at, reason=decided)
    return line


@deed
def take_note_away(*, note_id: str, because: str, by: Actor, at: datetime) -> ItemNote:
    """Its owner takes a note away again, with its reason."""
    found = visible_notes(by).filter(pk=note_id).first()
    if found is None or not decides_for(found.agency_id, by=by, at=at):
        raise Refused(
            no(
                "not-the-owner",
                say="Only the agency that wrote a note takes it away.",
                next_step="Ask that agency",
            ),
            about=f"note:{note_id}",
        )
    return notes.end_note(note_id=note_id, because=because, by=by, at=at)
