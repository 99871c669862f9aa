"""Rows of people who are disposed of, taken out of every table of people. Only `actions.dispose_unlinked` calls this."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from plait.base.audit.pseudonyms import pseudonym
from plait.people.models import (
    AddressPeriod,
    Assertion,
    DeclaredConflict,
    Description,
    InferredConflict,
    LinkRuling,
    Merge,
    Person,
    PersonIdentifier,
    Place,
    Relationship,
    ReviewAnswer,
    ReviewItem,
    SourceRecord,
)
from plait.people.store.filing import forget_descriptions


def dispose_of(people: Sequence[UUID], *, at: datetime) -> dict[str, int]:
    """Delete what is known of these people, who are linked to nothing. Counts by kind, for the certificate."""
    ids = list(people)
    led = list(Person.objects.filter(superseded_by_id__in=ids).values_list("pk", flat=True))
    everybody = [*ids, *led]
    told = Description.objects.filter(person_id__in=everybody)
    forget_descriptions(list(told.values_list("number", flat=True)))
    periods = AddressPeriod.objects.filter(person_id__in=everybody)
    places = list(periods.values_list("place_id", flat=True))
    numbers = PersonIdentifier.objects.filter(person_id__in=everybody)
    ties = Relationship.objects.filter(Q(person_id__in=everybody) | Q(other_id__in=everybody))
    counts = {
        "versions": told.count(),
        "addresses": periods.count(),
        "identifiers": numbers.count(),
        "relationships": ties.count(),
    }
    asked = ReviewItem.objects.filter(Q(one_id__in=everybody) | Q(other_id__in=everybody))
    ReviewAnswer.objects.filter(item__in=asked).delete()
    asked.delete()
    Merge.objects.filter(Q(survivor_id__in=everybody) | Q(loser_id__in=everybody)).delete()
    Assertion.objects.filter(person_id__in=everybody).delete()
    LinkRuling.objects.filter(Q(one_id__in=everybody) | Q(other_id__in=everybody)).delete()
    InferredConflict.objects.filter(person_id__in=everybody).delete()
    DeclaredConflict.objects.filter(person_id__in=everybody).delete()
    ties.delete()
    numbers.delete()
    periods.delete()
    Place.objects.filter(pk__in=places, residents__isnull=True).delete()
    told.update(supersedes=None)
    told.delete()
    for row in SourceRecord.objects.filter(person_id__in=everybody):
        row.agency_record = f"disposed:{pseudonym(f'record:{row.agency_id}:{row.agency_record}')}:{row.pk}"
        row.person = row.under = None
        row.digest, row.disposed_at, row.expires_on = "", at, None
        row.save()
    Person.objects.filter(pk__in=led).delete()
    Person.objects.filter(pk__in=ids).delete()
    return counts
