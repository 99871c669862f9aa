"""Who may hear that something about somebody waits, of many practitioners at once."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q

from plait.agencies.models import Membership
from plait.people.models import DeclaredConflict, Involvement, Person
from plait.people.queries import ids_of
from plait.people.queries.reaching import barred_practitioners


def _live(at: datetime) -> Q:
    return Q(from_at__lte=at) & (Q(to_at__isnull=True) | Q(to_at__gt=at))


def _known_as(person_ids: Iterable[str]) -> list[str]:
    """Every id of theirs: as they stand now, and those that lead there."""
    given = [str(one) for one in person_ids]
    stands = Person.objects.filter(pk__in=given, superseded_by__isnull=False)
    return list(ids_of([*given, *(str(one) for one in stands.values_list("superseded_by_id", flat=True))]))


def who_must_not_hear(person_ids: Iterable[str]) -> frozenset[str]:
    """The practitioners who declared that they know one of these people, or from whom one is protected."""
    ids = _known_as(person_ids)
    if not ids:
        return frozenset()
    declared = DeclaredConflict.objects.filter(person_id__in=ids, ended_at__isnull=True)
    known = {str(one) for one in declared.values_list("practitioner_id", flat=True)}
    return barred_practitioners(ids) | known


def who_may_hear(practitioner_ids: Iterable[str], person_ids: Iterable[str], *, at: datetime) -> set[str]:
    """Of these practitioners, those who may be told that something about all these people waits. Of a restricted person, only
    those involved by name and the custodians: to everybody else such a record is not there."""
    people = list(person_ids)
    left = {str(one) for one in practitioner_ids} - who_must_not_hear(people)
    for person in Person.objects.filter(pk__in=_known_as(people), restricted=True) if people and left else ():
        named = Involvement.objects.filter(_live(at), person_id=person.pk, practitioner_id__in=left)
        keep = {str(one) for one in named.values_list("practitioner_id", flat=True)}
        if person.custodian_id is not None:
            kept = Membership.objects.filter(_live(at), team_id=person.custodian_id, practitioner_id__in=left)
            keep |= {str(one) for one in kept.values_list("practitioner_id", flat=True)}
        left &= keep
    return left
