"""Undo a link: the description goes back to the person it came from, with what its source said."""

from datetime import datetime

from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, no
from plait.base.announce import announce
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.people.events import ConfirmationUndone
from plait.people.models import AddressPeriod, IdentityLink, Involvement, Relationship, SafetyNote
from plait.people.store import follow_conflicts


@deed
def undo_confirmation(*, link_id: str, because: str, by: Actor, at: datetime) -> IdentityLink:
    """Put a wrongly confirmed description back. A shield, a restriction and a declaration made meanwhile stay on both:
    undoing never uncovers."""
    link = IdentityLink.objects.select_related("description", "person", "was").get(pk=link_id)
    if link.undone_at is not None:
        raise Refused(
            no(
                "already-undone", say="This link has already been undone.", next_step="Open the concern again"
            ),
            about=f"person:{link.person_id}",
        )
    if link.was_id != link.person_id:
        description, source = link.description, link.description.source_ref
        description.person = link.was
        description.save(update_fields=["person"])
        kind, _, source_id = source.partition(":")
        AddressPeriod.objects.filter(person=link.person, source_ref=source).update(person=link.was)
        SafetyNote.objects.filter(person=link.person, source_ref=source).update(person=link.was)
        Relationship.objects.filter(person=link.person, source_ref=source).update(person=link.was)
        Relationship.objects.filter(other=link.person, source_ref=source).update(other=link.was)
        Involvement.objects.filter(person=link.person, source_kind=kind, source_id=source_id).update(
            person=link.was
        )
        link.was.superseded_by = None
        link.was.address_hidden = link.was.address_hidden or link.person.address_hidden
        if link.person.restricted and not link.was.restricted:
            link.was.restricted, link.was.custodian = True, link.person.custodian
        link.was.save(update_fields=["superseded_by", "address_hidden", "restricted", "custodian"])
        follow_conflicts(link.person, link.was)
    link.undone_by, link.undone_at, link.undone_because = by.id, at, because
    link.save(update_fields=["undone_by", "undone_at", "undone_because"])
    record(
        act="person:confirmation-undone",
        about=[f"person:{link.person_id}", f"person:{link.was_id}"],
        by=by,
        at=at,
        fields=("identity",),
    )
    announce(ConfirmationUndone(link.description_id, link.person_id, link.was_id, by.id, at))
    return link
