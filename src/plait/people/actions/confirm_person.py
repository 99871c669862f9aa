"""Say who a description is of: somebody already known, or somebody new to us. A person decides; it can be undone."""

from datetime import datetime

from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, no
from plait.base.announce import announce
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.people.access import unreachable_people
from plait.people.events import PersonConfirmed
from plait.people.models import Description, IdentityLink, Person
from plait.people.store.conflicts import follow_conflicts
from plait.people.store.filing import file_again
from plait.people.store.joining import stands, take_along, told_by


@deed
def confirm_person(
    *, description_id: str, person_id: str | None, because: str, by: Actor, at: datetime
) -> IdentityLink:
    """Link the description to `person_id`, or, when None, say that this is somebody new.

    What the description's own source told and made follows to the known person, and all of it where nothing else was
    known; the emptied person redirects there. The stricter shield wins: a hidden address stays hidden on the joined person.
    """
    description = Description.objects.select_related("person").get(pk=description_id)
    was = description.person
    known = was if person_id is None else Person.objects.get(pk=person_id)
    if unreachable_people(by, at=at).filter(pk=known.pk).exists() or known.superseded_by_id is not None:
        raise Refused(
            no(
                "candidate-gone",
                say="That record cannot be chosen any more.",
                next_step="Search again, or record the person as new",
            ),
            about=f"person:{was.pk}",
        )
    link = IdentityLink.objects.create(
        description=description, person=known, was=was, by=by.id, at=at, because=because
    )
    if known.pk != was.pk:
        _join(link, description, was, known)
        file_again([was.pk, known.pk])
    record(
        act="person:confirmed",
        about=[f"person:{was.pk}", f"person:{known.pk}"],
        by=by,
        at=at,
        fields=("identity",),
    )
    announce(PersonConfirmed(description.pk, known.pk, was.pk, by.id, at))
    return link


def _join(link: IdentityLink, description: Description, was: Person, known: Person) -> None:
    """Keeps in the link what moved and how the known person stood before, so that undoing can put it back exactly."""
    link.moved = {
        "before": stands(known),
        "had": [str(pk) for pk in known.conflicts.order_by("pk").values_list("pk", flat=True)],
        "stood": told_by(description.source_ref, known),
        "rows": take_along(description, was, known),
    }
    description.person = known
    description.save(update_fields=["person"])
    link.moved["conflicts"] = follow_conflicts(was, known)
    if was.address_hidden and not known.address_hidden:
        known.address_hidden, known.address_hidden_because = True, was.address_hidden_because
    if was.restricted:
        known.restricted, known.custodian = True, known.custodian or was.custodian
    known.save(update_fields=["address_hidden", "address_hidden_because", "restricted", "custodian"])
    link.moved["after"] = stands(known)
    link.save(update_fields=["moved"])
    if not was.descriptions.exists():
        was.superseded_by = known
        was.save(update_fields=["superseded_by"])
