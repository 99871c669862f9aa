"""Keep one thing an agency knows about one person."""

from datetime import date, datetime

from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.sharing.models import InformationItem
from plait.sharing.store.notes import carry_from_same_words


@deed
def keep_item(
    *,
    person_id: str,
    text: str,
    assertion_kind: str,
    visibility: str,
    field_group: str,
    happened_on: date | None = None,
    happened_said: str = "",
    source_ref: str,
    owner_id: str = "",
    owner_name: str = "",
    by: Actor,
    at: datetime,
) -> InformationItem:
    """An item owned by the actor's agency; its kind says fact, child's words, someone else's report or opinion.

    `owner_id` and `owner_name` name another agency where the actor writes down what that agency said by telephone. What stood
    beside the same words before stands beside them again.
    """
    item = InformationItem.objects.create(
        person_id=person_id,
        agency_id=owner_id or by.agency,
        agency_name=owner_name or by.agency_name,
        text=text,
        happened_on=happened_on,
        happened_said=happened_said[:60],
        assertion_kind=assertion_kind,
        visibility=visibility,
        field_group=field_group,
        source_ref=source_ref,
        written_by=by.id,
        written_at=at,
    )
    carry_from_same_words(item)
    record(act="item:kept", about=[source_ref, f"person:{person_id}"], by=by, at=at, fields=(field_group,))
    return item
