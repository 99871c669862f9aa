"""Write down who one person is to another, as somebody told it."""

from datetime import datetime

from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.people.models import Relationship


@deed
def relate(
    *,
    person_id: str,
    other_id: str,
    kind: str,
    parental_responsibility: str = "not_known",
    lives_with: str = "not_known",
    source_ref: str,
    by: Actor,
    at: datetime,
) -> Relationship:
    """`person_id` is the `kind` (mother, brother, …) of `other_id`."""
    row = Relationship.objects.create(
        person_id=person_id,
        other_id=other_id,
        kind=kind[:60],
        parental_responsibility=parental_responsibility,
        lives_with=lives_with,
        source_ref=source_ref,
    )
    record(act="person:related", about=[f"person:{person_id}", f"person:{other_id}"], by=by, at=at)
    return row
