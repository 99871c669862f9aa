"""Undo a link: the description goes back to the person it came from, with what its source said."""

from datetime import datetime
from typing import Any

from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, no
from plait.base.announce import announce
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.people.events import ConfirmationUndone
from plait.people.models import IdentityLink, Involvement, Person, SafetyNote
from plait.people.places import household_of, is_shielded
from plait.people.store.conflicts import follow_conflicts
from plait.people.store.filing import file_again
from plait.people.store.joining import give_back, stands


@deed
def undo_confirmation(*, link_id: str, because: str, by: Actor, at: datetime) -> IdentityLink:
    """Put a wrongly confirmed description back, with what came with it: both people stand as they stood before.

    A shield, a restriction and a declaration made meanwhile stay on both: undoing never uncovers."""
    link = IdentityLink.objects.select_related("description", "person", "was").get(pk=link_id)
    if link.undone_at is not None:
        raise Refused(
            no(
                "already-undone", say="This link has already been undone.", next_step="Open the concern again"
            ),
            about=f"person:{link.person_id}",
        )
    if link.was_id != link.person_id:
        link.description.person = link.was
        link.description.save(update_fields=["person"])
        give_back(link)
        _stand_as_before(link)
        file_again([link.was_id, link.person_id])
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


def _stand_as_before(link: IdentityLink) -> None:
    """Both stand as they stood, except that what protects anybody and came meanwhile holds for both."""
    was, known, moved = link.was, link.person, link.moved
    before, after = moved.get("before", stands(known)), moved.get("after", stands(known))
    brought, had = moved.get("conflicts", []), moved.get("had", [])
    follow_conflicts(known, was, besides=[*brought, *had])
    known.conflicts.filter(pk__in=brought).delete()
    was.superseded_by = None
    if known.address_hidden and not after["hidden"]:
        was.address_hidden_because = was.address_hidden_because or known.address_hidden_because
        was.address_hidden = True
    if known.restricted and not after["restricted"]:
        was.restricted, was.custodian = True, known.custodian
    was.save(
        update_fields=["superseded_by", "address_hidden", "address_hidden_because", "restricted", "custodian"]
    )
    now = stands(known)
    if not before["hidden"] and _same(("hidden", "because"), now, after) and not _must_be_hidden(known):
        known.address_hidden, known.address_hidden_because = False, before["because"]
    if _same(("restricted", "custodian"), now, after) and not _was_restricted_since(known):
        known.restricted, known.custodian_id = before["restricted"], before["custodian"]
    known.save(update_fields=["address_hidden", "address_hidden_because", "restricted", "custodian"])


def _same(names: tuple[str, ...], now: dict[str, Any], after: dict[str, Any]) -> bool:
    return all(now[name] == after[name] for name in names)


def _must_be_hidden(known: Person) -> bool:
    """Has the known person a reason of their own to be hidden, told since they were joined?"""
    told = known.safety_notes.filter(kind=SafetyNote.Kind.WHERE).exists()
    return told or any(is_shielded(other) for other in household_of(known))


def _was_restricted_since(known: Person) -> bool:
    """Restricting involves the custodians in every concern about the person."""
    keepers = known.involvements.filter(team=known.custodian, kind=Involvement.Kind.DUTY)
    return known.custodian is not None and keepers.exists()
