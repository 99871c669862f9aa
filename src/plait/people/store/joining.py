"""What goes with a description when it turns out to be of somebody known, and back again when it was not."""

from contextlib import suppress
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from plait.base.announce import ask
from plait.people.events import RecordsUnder
from plait.people.models import (
    AddressPeriod,
    Assertion,
    Description,
    Involvement,
    LeadsThere,
    Person,
    ProtectedFrom,
    Relationship,
    SafeContact,
    SafetyNote,
)

Rows = dict[str, list[str]]


def take_along(description: Description, was: Person, known: Person) -> Rows:
    """Move to the known person what came with this description: everything, where it was all that was known of `was`,
    else what its own source told and made. Returns the ids of what moved, by kind."""
    if not was.descriptions.exclude(pk=description.pk).exists():
        return _move(was, known, told=Q(), made=Q())
    source = description.source_ref
    return _move(was, known, told=Q(source_ref=source), made=_made_by(source))


def give_back(link: Assertion, description: Description, was: Person) -> None:
    """Move back what `take_along` moved, and what the same source told or made since (`link.moved["stood"]` was there
    before), unless another description of that source is of the known person too."""
    moved: Rows = link.moved.get("rows", {})
    ids = Q(pk__in=[one for some in moved.values() for one in some])
    _move(link.person, was, told=ids, made=ids)
    source = description.source_ref
    if not link.person.descriptions.filter(source_ref=source).exists():
        stood = ~Q(pk__in=link.moved.get("stood", []))
        _move(link.person, was, told=stood & Q(source_ref=source), made=stood & _made_by(source))


def told_by(source_ref: str, person: Person) -> list[str]:
    """The ids of what one source told and made of a person."""
    told, made = Q(source_ref=source_ref), _made_by(source_ref)
    rows: list[QuerySet[Any]] = [
        AddressPeriod.objects.filter(told, person=person),
        SafetyNote.objects.filter(told, person=person),
        SafeContact.objects.filter(told, person=person),
        ProtectedFrom.objects.filter(told, person=person),
        LeadsThere.objects.filter(told, person=person),
        Relationship.objects.filter(told).filter(Q(person=person) | Q(other=person)),
        Involvement.objects.filter(made, person=person),
    ]
    return sorted(str(pk) for some in rows for pk in some.values_list("pk", flat=True))


def stands(person: Person) -> dict[str, Any]:
    """How a person is protected, as `Assertion.moved` keeps it."""
    return {
        "hidden": person.address_hidden,
        "because": person.address_hidden_because,
        "restricted": person.restricted,
        "custodian": str(person.custodian_id) if person.custodian_id else None,
    }


def _made_by(source_ref: str) -> Q:
    """Involvements that a record made, or one that hangs on it (a question asked because of a concern)."""
    found = Q(pk__in=[])
    under = [ref for refs in ask(RecordsUnder(source_ref)) for ref in refs]
    for ref in [source_ref, *under]:
        kind, _, record_id = ref.partition(":")
        with suppress(ValueError):  # an extract's own reference made no involvement
            found |= Q(source_kind=kind, source_id=UUID(record_id))
    return found


def _move(of: Person, to: Person, *, told: Q, made: Q) -> Rows:
    return {
        "addresses": _moved(AddressPeriod.objects.filter(told, person=of), person=to),
        "notes": _moved(SafetyNote.objects.filter(told, person=of), person=to),
        "safe_contacts": _moved(SafeContact.objects.filter(told, person=of), person=to),
        "protected_from": _moved(ProtectedFrom.objects.filter(told, person=of), person=to),
        "protect_others": _moved(ProtectedFrom.objects.filter(told, other=of), other=to),
        "leads": _moved(LeadsThere.objects.filter(told, person=of), person=to),
        # Nobody is their own relation: what was said of the two stays where it was said.
        "relationships": _moved(Relationship.objects.filter(told, person=of).exclude(other=to), person=to),
        "related_by": _moved(Relationship.objects.filter(told, other=of).exclude(person=to), other=to),
        "involvements": _moved(_not_there_yet(Involvement.objects.filter(made, person=of), to), person=to),
    }


def _moved(rows: QuerySet[Any], **to: Person) -> list[str]:
    ids = sorted(str(pk) for pk in rows.values_list("pk", flat=True))
    # Whose it was before two people were joined (`store.identity`) is over: a person has said whose it is.
    over = {f"{name}_under" if name == "other" else "under": None for name in to}
    rows.model._default_manager.filter(pk__in=ids).update(**to, **over)
    return ids


def _not_there_yet(rows: QuerySet[Involvement], to: Person) -> QuerySet[Involvement]:
    """Without those that hold for the other person already: two descriptions of one concern may be one child."""
    held = {_holder(row) for row in Involvement.objects.filter(person=to, to_at__isnull=True)}
    return rows.exclude(pk__in=[row.pk for row in rows if row.to_at is None and _holder(row) in held])


def _holder(row: Involvement) -> tuple[object, ...]:
    return (row.team_id, row.practitioner_id, row.kind, row.source_kind, row.source_id)
