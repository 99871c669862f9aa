"""Write down who must not know, and the safe way to make contact."""

from datetime import datetime

from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.people.models import Person, SafetyNote
from plait.people.places import household_of
from plait.people.store.filing import file_again
from plait.people.store.hiding import MAY_BE_THEM, hide_with, who_may_be
from plait.people.store.reaching import stop_family_messages


@deed
def note_safety(
    *, person_id: str, kind: str, who: str = "", said: str = "", source_ref: str, by: Actor, at: datetime
) -> SafetyNote:
    """Keep a safety note. "Must not learn where they are" hides the person's address at once, everywhere, and that of
    everybody else who is known to live there, whoever told of them: their address is the person's."""
    note = SafetyNote.objects.create(
        person_id=person_id, kind=kind, who=who[:200], said=said, source_ref=source_ref, at=at
    )
    if kind == SafetyNote.Kind.WHERE:
        Person.objects.filter(pk=person_id, address_hidden=False).update(
            address_hidden=True, address_hidden_because=f"Told by {source_ref}"
        )
        others = [one for one in household_of(Person.objects.get(pk=person_id)) if not one.address_hidden]
        hide_with(others, by=by, at=at)
        home = [person_id, *(str(one.pk) for one in others)]
        hide_with(who_may_be(home), because=MAY_BE_THEM, by=by, at=at)
        stop_family_messages(home, because="hidden", by=by, at=at)
        file_again([person_id])
    record(act="safety:noted", about=f"person:{person_id}", by=by, at=at, fields=("location",))
    return note
