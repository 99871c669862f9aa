"""*I know this person*: own family, ex-partner, neighbour. It refuses from the next request on."""

from datetime import date, datetime

from plait.agencies.actions.note_declared import note_declared
from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, no
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.matching.alike import keys
from plait.matching.names import name_key
from plait.people.models import DeclaredConflict
from plait.people.store.conflicts import follow_new_declaration, heard_in


@deed
def declare_conflict(
    *, forename: str, surname: str, born_on: date | None, kind: str, by: Actor, at: datetime
) -> DeclaredConflict:
    """Keep what the practitioner declares about themselves, for every known and future person whom it may be about:
    under another spelling, an earlier or other name, or with half a name and the same date of birth
    (`matching.alike.may_be_one`).

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
        forename=forename.strip()[:100],
        surname=surname.strip()[:100],
        surname_key=name_key(surname),
        forename_key=name_key(forename),
        born_on=born_on,
        heard=heard_in(keys(forename, surname)),
        declared_at=at,
    )
    follow_new_declaration(told)
    note_declared(practitioner_id=by.id, by=by, at=at)
    record(act="conflict:declared", about=f"practitioner:{by.id}", by=by, at=at)
    return told
