"""Write down what besides the address would lead to somebody: a surgery, a workplace, a car. Protected as the address is."""

from datetime import datetime

from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, no
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.people.access import open_person
from plait.people.models import LeadsThere


@deed
def note_what_leads_there(
    *, person_id: str, kind: str, words: str, source_ref: str = "", by: Actor, at: datetime
) -> LeadsThere:
    """Keep it. For as long as the person is protected it leaves nowhere: no page, print, copy or message says it."""
    about = f"person:{person_id}"
    open_person(by, person_id, at=at, act="person:shield")
    told = " ".join(words.split())[:200]
    if len(told) < 3:
        raise Refused(
            no("too-short", say="Write down what it is.", next_step="Add its name or number"), about=about
        )
    kept, _ = LeadsThere.objects.get_or_create(
        person_id=person_id,
        kind=LeadsThere.Kind(kind),
        words=told,
        defaults={"source_ref": source_ref[:64] or about, "at": at},
    )
    record(act="place:lead-noted", about=about, by=by, at=at, fields=("location",))
    return kept
