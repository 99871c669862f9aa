"""Say who answers for a practitioner when they do not, until somebody says otherwise."""

from datetime import datetime

from plait.agencies.access import deputy_for, may_say_away
from plait.agencies.models import Practitioner
from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, hidden
from plait.base.audit.actor import Actor
from plait.base.audit.record import record


@deed
def name_deputy(*, practitioner_id: str, deputy_id: str | None, by: Actor, at: datetime) -> Practitioner:
    """Their standing deputy from now on; None: nobody. The same twice is once. Raises Refused for whoever is neither they, their
    manager nor their agency's administrator, and for a deputy of another agency, who has left, or who is they themselves."""
    person = Practitioner.objects.select_related("agency").filter(pk=practitioner_id).first()
    about = f"practitioner:{practitioner_id}"
    if person is None:
        raise Refused(hidden("absent"), about=about)
    may_say_away(by, person, at=at).insist(about=about)
    person.deputy = deputy_for(person, deputy_id, at=at) if deputy_id else None
    person.save(update_fields=["deputy"])
    act = "practitioner:deputy-named" if person.deputy else "practitioner:deputy-taken-off"
    record(act=act, about=[about, *([f"practitioner:{deputy_id}"] if deputy_id else [])], by=by, at=at)
    return person
