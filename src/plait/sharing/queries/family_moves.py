"""Does a description of somebody known tell of a move, or of somebody new at home? For a question to a person, never shown."""

from uuid import UUID

from plait.people.models import Description, Relationship
from plait.people.queries import person
from plait.people.queries.moving import periods_of


def tells_of_a_move(description_id: str, person_id: str) -> bool:
    """Does its source give a home that no other source gave?"""
    source = _source(description_id)
    periods = [one for one in periods_of(person(person_id)) if all(one.home)]
    known = {one.home for one in periods if one.source != source}
    return bool(known) and any(one.home not in known for one in periods if one.source == source)


def tells_of_somebody_new(description_id: str, person_id: str) -> bool:
    """Does its source say that somebody lives with them, in a part (partner, uncle, …) that nobody told of before?"""
    source = _source(description_id)
    ties = Relationship.objects.filter(other_id=UUID(person_id)).values_list(
        "kind", "source_ref", "lives_with"
    )
    known = {kind for kind, told_by, _ in ties if told_by != source}
    return bool(known) and any(
        kind not in known and lives == "yes" for kind, told_by, lives in ties if told_by == source
    )


def _source(description_id: str) -> str:
    return Description.objects.values_list("source_ref", flat=True).get(pk=description_id)
