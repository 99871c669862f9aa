"""Write down who one person is to another, as somebody told it."""

from datetime import datetime

from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, no
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.people.models import Relationship
from plait.people.places import is_shielded
from plait.people.rules.identity import may_tie
from plait.people.store.hiding import hide_with
from plait.people.store.identity import ids_under, shields_in_force


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
    """`person_id` is the `kind` (mother, brother, …) of `other_id`. Whoever lives with somebody protected is protected.
    What would tie somebody's present identity to their former household is refused, in the words of a record that is gone."""
    if not may_tie(shields_in_force(), ids_under(person_id), ids_under(other_id)):
        raise Refused(
            no("identity-shield", say="That record cannot be chosen any more.", next_step="Search again"),
            about=f"person:{person_id}",
        )
    row = Relationship.objects.create(
        person_id=person_id,
        other_id=other_id,
        kind=kind[:60],
        parental_responsibility=parental_responsibility,
        lives_with=lives_with,
        source_ref=source_ref,
    )
    if lives_with == "yes":
        both = [row.person, row.other]
        if any(is_shielded(one) for one in both):
            hide_with([one for one in both if not is_shielded(one)], by=by, at=at)
    record(act="person:related", about=[f"person:{person_id}", f"person:{other_id}"], by=by, at=at)
    return row
