"""The practitioner's own note, and what the two agreed."""

from datetime import datetime

from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, no
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.practice.access import hold_supervision
from plait.practice.models import SupervisionItem


@deed
def reflect(*, item_id: str, reflection: str, by: Actor, at: datetime) -> SupervisionItem:
    """Only whoever took it writes the note, until it was talked over. The same words again change nothing."""
    item = hold_supervision(item_id, by=by, at=at, act="supervision:reflect")
    if str(item.practitioner_id) != by.id:
        raise Refused(
            no(
                "not-own-note",
                say="The note is theirs. You can write down what you agreed.",
                next_step="Write down what you agreed",
            ),
            about=item.ref,
        )
    item.reflection, item.reflected_at = reflection.strip(), at
    item.save(update_fields=["reflection", "reflected_at"])
    record(act="supervision:reflected", about=[item.ref, f"person:{item.person_id}"], by=by, at=at)
    return item


@deed
def talk_over(*, item_id: str, agreed: str, by: Actor, at: datetime) -> SupervisionItem:
    """Either of the two writes down what was agreed; then it waits no longer."""
    item = hold_supervision(item_id, by=by, at=at, act="supervision:talk")
    if not agreed.strip():
        raise Refused(
            no("nothing-agreed", say="Say in a few words what you agreed.", next_step="Add what you agreed"),
            about=item.ref,
        )
    item.agreed, item.talked_at, item.talked_by = agreed.strip(), at, by.id
    item.state = SupervisionItem.State.TALKED
    item.save(update_fields=["agreed", "talked_at", "talked_by", "state"])
    record(act="supervision:talked-over", about=[item.ref, f"person:{item.person_id}"], by=by, at=at)
    return item
