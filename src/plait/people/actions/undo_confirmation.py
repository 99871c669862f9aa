"""Undo a link: the description goes back to the person it came from, with what its source said."""

from datetime import datetime
from typing import Any
from uuid import UUID

from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, no
from plait.base.announce import announce
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.people.events import ConfirmationUndone
from plait.people.models import Assertion, Involvement, LinkRuling, Person, SafetyNote, SourceRecord
from plait.people.places import household_of, is_shielded
from plait.people.store.conflicts import follow_conflicts
from plait.people.store.filing import file_again
from plait.people.store.identity import settle
from plait.people.store.joining import give_back, stands


@deed
def undo_confirmation(*, link_id: str, because: str, by: Actor, at: datetime) -> Assertion:
    """Put a wrongly confirmed description back, with what came with it: both people stand as they stood before.

    A shield, a restriction and a declaration made meanwhile stay on both: undoing never uncovers."""
    link = Assertion.objects.select_related("description", "person", "was").get(pk=link_id)
    if link.retracted_at is not None:
        raise Refused(
            no(
                "already-undone", say="This link has already been undone.", next_step="Open the concern again"
            ),
            about=f"person:{link.person_id}",
        )
    description, was = link.description, link.was
    assert description is not None and was is not None
    if was.pk != link.person_id:
        if link.person.superseded_by_id is not None:
            raise Refused(
                no(
                    "joined-since",
                    say="This person has been joined with somebody else since.",
                    next_step="Take those two apart first, then undo this",
                ),
                about=f"person:{link.person_id}",
            )
        under = link.moved.get("under")
        description.person, description.under_id = was, UUID(under) if under else None
        description.save(update_fields=["person", "under"])
        SourceRecord.objects.filter(versions_kept=description).update(person=was, under=description.under_id)
        give_back(link, description, was)
        _stand_as_before(link, was)
        if description.record_id is not None:
            LinkRuling.objects.create(
                kind=LinkRuling.Kind.CANNOT, one=link.person, record_id=description.record_id,
                by=by.id, at=at, because=because,
            )  # fmt: skip
        settle([str(was.pk)])
        file_again([was.pk, link.person_id])
    link.retracted_by, link.retracted_at, link.retracted_because = by.id, at, because
    link.save(update_fields=["retracted_by", "retracted_at", "retracted_because"])
    record(
        act="person:confirmation-undone",
        about=[f"person:{link.person_id}", f"person:{was.pk}"],
        by=by,
        at=at,
        fields=("identity",),
    )
    announce(ConfirmationUndone(description.pk, link.person_id, was.pk, by.id, at))
    return link


def _stand_as_before(link: Assertion, was: Person) -> None:
    """Both stand as they stood, except that what protects anybody and came meanwhile holds for both."""
    known, moved = link.person, link.moved
    before, after = moved.get("before", stands(known)), moved.get("after", stands(known))
    brought, had = moved.get("conflicts", []), moved.get("had", [])
    follow_conflicts(known, was, besides=[*brought, *had])
    known.conflicts.filter(pk__in=brought).delete()
    was.superseded_by = was.redirect_under = None
    if known.address_hidden and not after["hidden"]:
        was.address_hidden_because = was.address_hidden_because or known.address_hidden_because
        was.address_hidden = True
    if known.restricted and not after["restricted"]:
        was.restricted, was.custodian = True, known.custodian
    was.save(
        update_fields=[
            "superseded_by",
            "redirect_under",
            "address_hidden",
            "address_hidden_because",
            "restricted",
            "custodian",
        ]
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
    told = known.safety_notes.filter(kind=SafetyNote.Kind.WHERE, ended_at__isnull=True).exists()
    return told or any(is_shielded(other) for other in household_of(known))


def _was_restricted_since(known: Person) -> bool:
    """Restricting involves the custodians in every concern about the person."""
    keepers = known.involvements.filter(team=known.custodian, kind=Involvement.Kind.DUTY)
    return known.custodian is not None and keepers.exists()
