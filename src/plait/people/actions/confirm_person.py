"""Say who a description is of: somebody already known, or somebody new to us. A person decides; it can be undone."""

from datetime import datetime

from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, no
from plait.base.announce import announce
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.people.access import unreachable_people
from plait.people.events import PersonConfirmed
from plait.people.models import Assertion, Description, LinkRuling, Person, SourceRecord
from plait.people.store.conflicts import follow_conflicts
from plait.people.store.crossings import would_cross
from plait.people.store.filing import file_again
from plait.people.store.identity import ids_under, rulings_in_force
from plait.people.store.joining import stands, take_along, told_by


@deed
def confirm_person(
    *, description_id: str, person_id: str | None, because: str, by: Actor, at: datetime
) -> Assertion:
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
    if known.pk != was.pk:
        _insist_may_be_one(was, known, at)
        # Said again after it was undone: what kept the two apart was that undoing.
        LinkRuling.objects.filter(
            record__versions_kept=description, one=known, lifted_at__isnull=True
        ).update(lifted_by=by.id, lifted_at=at, lifted_because="A person said again that it is them")
    link = Assertion.objects.create(
        record=description.record, description=description, person=known, was=was, decided="person",
        by=by.id, at=at, because=because,
    )  # fmt: skip
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


def _insist_may_be_one(was: Person, known: Person, at: datetime) -> None:
    """Not across an identity shield, in the words of a record that is gone; not against what somebody said of the two."""
    if would_cross(str(was.pk), str(known.pk)):
        raise Refused(
            no(
                "identity-shield",
                say="That record cannot be chosen any more.",
                next_step="Search again, or record the person as new",
            ),
            about=f"person:{was.pk}",
        )
    one, other = ids_under(str(was.pk)), ids_under(str(known.pk))
    if rulings_in_force([*one, *other], at=at).forbids(one, other):
        raise Refused(
            no(
                "cannot-link",
                say="Somebody has said that these are two people.",
                next_step="Read why they said so; lift it first if it is wrong",
            ),
            about=f"person:{was.pk}",
        )


def _join(link: Assertion, description: Description, was: Person, known: Person) -> None:
    """Keeps in the link what moved and how the known person stood before, so that undoing can put it back exactly."""
    link.moved = {
        "before": stands(known),
        "had": [str(pk) for pk in known.conflicts.order_by("pk").values_list("pk", flat=True)],
        "stood": told_by(description.source_ref, known),
        "rows": take_along(description, was, known),
    }
    link.moved["under"] = str(description.under_id) if description.under_id else None
    description.person, description.under = known, None
    description.save(update_fields=["person", "under"])
    _take_record(description, known)
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


def _take_record(description: Description, known: Person) -> None:
    SourceRecord.objects.filter(versions_kept=description).update(person=known, under=None)
