"""Does a source tell of a move of somebody known, or of somebody new at home? For a question to a person, never shown."""

from collections.abc import Iterable
from uuid import UUID

from plait.people.models import Description, Person, Relationship
from plait.people.queries import person
from plait.people.queries.moving import periods_of
from plait.sharing.models import FamilyAgreement


def tells_of_a_move(source: str, person_id: str) -> bool:
    """Does it give a home that no other source gave?"""
    periods = [one for one in periods_of(person(person_id)) if all(one.home)]
    known = {one.home for one in periods if one.source != source}
    return bool(known) and any(one.home not in known for one in periods if one.source == source)


def tells_of_somebody_new(source: str, person_id: str) -> bool:
    """Does it say that somebody lives with them, in a part (partner, uncle, …) that nobody told of before?"""
    ties = Relationship.objects.filter(other_id=UUID(person_id)).values_list(
        "kind", "source_ref", "lives_with"
    )
    known = {kind for kind, told_by, _ in ties if told_by != source}
    return bool(known) and any(
        kind not in known and lives == "yes" for kind, told_by, lives in ties if told_by == source
    )


def source_of(description_id: str) -> str:
    """From where a description came."""
    return Description.objects.values_list("source_ref", flat=True).get(pk=description_id)


def sources_of(person_id: str) -> list[str]:
    """From where everything came that was told under this id, before it led to another or since."""
    rows = Description.objects.filter(under_id=UUID(person_id)) | Description.objects.filter(
        person_id=UUID(person_id)
    )
    return sorted(set(rows.values_list("source_ref", flat=True)))


def with_agreements(person_ids: Iterable[UUID]) -> list[str]:
    """Of these people, by the ids that stand, those about whom an agreement stands: they are few, whatever an extract holds."""
    rows = FamilyAgreement.objects.filter(superseded_by__isnull=True, ended_at__isnull=True)
    people = Person.objects.filter(pk__in=set(rows.values_list("about__person_id", flat=True)) - {None})
    ids = {str(one) for one in person_ids}
    found = [(str(one.pk), str(one.superseded_by_id or one.pk)) for one in people]
    return sorted({now for was, now in found if ids & {was, now}})
