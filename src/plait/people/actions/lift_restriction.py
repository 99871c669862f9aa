"""A record is no longer restricted: whoever is involved may open it again."""

from datetime import datetime
from uuid import UUID

from plait.agencies.roles import may
from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, no
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.people.models import IdentityShield, Person
from plait.people.store.identity import cover_holds, ids_under


@deed
def lift_restriction(
    *, person_id: str, custodian_team_id: str, because: str, by: Actor, at: datetime
) -> Person | None:
    """End a restriction that this team keeps. Only its custodians, or Plait itself on the day that was set when it began; needs
    a reason. None where somebody else keeps the record by now, or nobody, or where a wall stands before it (`shield_identity`),
    which nothing takes down: then nothing changes."""
    about = f"person:{person_id}"
    if by.kind != "process":
        may(by, "restricted:keep").insist(about=about)
        if custodian_team_id not in by.teams:
            raise Refused(
                no("not-their-record", say="Another team keeps this record.", next_step="Ask that team"),
                about=about,
            )
    if not because.strip():
        raise Refused(no("no-reason", say="Say why it ends.", next_step="Add your reason"), about=about)
    kept = Person.objects.select_for_update().filter(
        pk=person_id, restricted=True, custodian_id=UUID(custodian_team_id)
    )
    lives = [UUID(one) for one in ids_under(person_id)]
    person = None if IdentityShield.objects.filter(former_id__in=lives).exists() else kept.first()
    if person is not None:
        person.restricted, person.custodian = False, None
        cover_holds(person, at=at)
        person.save(update_fields=["restricted", "custodian", "covered_at"])
    said = "lifted" if person is not None else "stays"
    record(act=f"person:restriction-{said}", about=about, by=by, at=at, fields=("sealed",))
    return person
