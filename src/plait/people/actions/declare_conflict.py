"""*I know this person*: own family, ex-partner, neighbour. It refuses from the next request on."""

from datetime import date, datetime

from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, no
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.matching.names import name_key
from plait.people.models import DeclaredConflict, Description


@deed
def declare_conflict(
    *, forename: str, surname: str, born_on: date | None, kind: str, by: Actor, at: datetime
) -> DeclaredConflict:
    """Keep what the practitioner declares about themselves, for every known and future person whom it fits.

    The same declaration twice is one. Nothing that comes back says whether such a person is known.
    """
    if not (name_key(forename) and name_key(surname)):
        raise Refused(
            no("no-name", say="Give a first and a last name.", next_step="Add what is missing"),
            about=f"practitioner:{by.id}",
        )
    said = DeclaredConflict.objects.filter(
        practitioner_id=by.id,
        kind=kind[:40],
        surname_key=name_key(surname),
        forename_key=name_key(forename),
        born_on=born_on,
        ended_at__isnull=True,
    ).first()
    if said is not None:
        record(act="conflict:declared", about=f"practitioner:{by.id}", by=by, at=at, reason="declared-before")
        return said
    told = DeclaredConflict.objects.create(
        practitioner_id=by.id,
        kind=kind[:40],
        surname_key=name_key(surname),
        forename_key=name_key(forename),
        born_on=born_on,
        declared_at=at,
    )
    fits = Description.objects.filter(surname_key=told.surname_key, forename_key=told.forename_key)
    for description in fits.order_by("pk"):
        if born_on and description.born_on and description.born_on != born_on:
            continue
        # One row for each kind in which it was said: ending one declaration leaves the other standing.
        same = {"practitioner_id": by.id, "person_id": description.person_id, "kind": told.kind}
        if not DeclaredConflict.objects.filter(**same, ended_at=None).exists():
            DeclaredConflict.objects.create(**same, declared_at=at)
    record(act="conflict:declared", about=f"practitioner:{by.id}", by=by, at=at)
    return told
