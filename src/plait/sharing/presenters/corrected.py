"""What somebody had from another agency and was corrected since, as far as they may read of that person now."""

from dataclasses import dataclass
from datetime import datetime

from plait.base.audit.actor import Actor
from plait.people.access import unreachable_people, visible_people, whereabouts_for
from plait.people.queries import ids_of, names_of, standing_id
from plait.people.rules import veil
from plait.sharing.models import InformationItem
from plait.sharing.queries.notes import corrected_for

HOW = {"copy": "Copied from Plait", "print": "Printed from Plait", "phone": "Told by telephone"}


@dataclass(frozen=True, slots=True)
class Row:
    """One line that was corrected. `now` is empty for whoever may not open the person any more: they strike out what they had."""

    name: str
    person_id: str
    agency: str
    how: str
    had_at: datetime
    was: str
    now: str
    corrected_at: datetime


def corrected_rows(by: Actor, *, at: datetime) -> list[Row]:
    """The latest correction first. Of somebody whom the reader may not meet there is no line at all."""
    lines = corrected_for([f"practitioner:{by.id}", *(f"team:{one}" for one in by.teams)])
    stands = {one.item.person_id: standing_id(one.item.person_id) for one in lines if one.item is not None}
    wanted = list(ids_of(stands.values()))
    absent = {
        str(one) for one in unreachable_people(by, at=at).filter(pk__in=wanted).values_list("pk", flat=True)
    }
    opens = {str(one) for one in visible_people(by, at=at).filter(pk__in=wanted).values_list("pk", flat=True)}
    names, hidden = names_of(list(opens)), whereabouts_for(by, set(wanted), at=at)
    told = []
    for line in lines:
        if line.item is None or stands[line.item.person_id] in absent:
            continue
        person, new = stands[line.item.person_id], line.item.correction.new
        reads = person in opens and (
            new.visibility == InformationItem.Visibility.SHAREABLE or new.agency_id == by.agency
        )
        told.append(
            Row(
                name=names.get(person, "") if person in opens else "",
                person_id=person if person in opens else "",
                agency=new.agency_name,
                how=HOW.get(line.disclosure.channel, "Read in Plait"),
                had_at=line.disclosure.at,
                was=veil(line.text, hidden) if reads else "",
                now=veil(new.text, hidden) if reads else "",
                corrected_at=line.item.correction.at,
            )
        )
    return told
