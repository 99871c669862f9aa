"""Who may hear that something about somebody waits, of many practitioners at once."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from plait.agencies.models import Membership
from plait.base.access.stand_ins import some_ids
from plait.base.access.written import Written
from plait.people.models import DeclaredConflict, Involvement, Person
from plait.people.queries import ids_of
from plait.people.queries.reaching import barred_practitioners


def _live(at: datetime) -> Q:
    return Q(from_at__lte=at) & (Q(to_at__isnull=True) | Q(to_at__gt=at))


def _known_as(person_ids: Iterable[str]) -> list[str]:
    """Every id of theirs: as they stand now, and those that lead there. One question while nobody among them was joined to
    somebody else, which is nearly always: it is asked for everybody who is told anything."""
    given = {str(one) for one in person_ids}
    if not given:
        return []
    of = {str(one): str(now) for one, now in _joined.rows(some_ids(given))}
    stands = {now for was, now in of.items() if was in given} - given
    return sorted({*given, *of, *ids_of(stands)} if stands else {*given, *of})


@Written
def _joined(ids: tuple[UUID, ...]) -> QuerySet[Person, Any]:
    """Those among these that were joined to somebody else, and those joined to one of these: and to whom."""
    rows = Person.objects.filter(Q(pk__in=ids) | Q(superseded_by_id__in=ids), superseded_by__isnull=False)
    return rows.values_list("pk", "superseded_by_id")


@Written
def _declared(ids: tuple[UUID, ...]) -> QuerySet[DeclaredConflict, Any]:
    rows = DeclaredConflict.objects.filter(person_id__in=ids, ended_at__isnull=True)
    return rows.values_list("practitioner_id", flat=True)


@Written
def _restricted(ids: tuple[UUID, ...]) -> QuerySet[Person]:
    return Person.objects.filter(pk__in=ids, restricted=True)


def who_must_not_hear(person_ids: Iterable[str]) -> frozenset[str]:
    """The practitioners who declared that they know one of these people, or from whom one is protected."""
    return _must_not_hear(_known_as(person_ids))


def _must_not_hear(ids: list[str]) -> frozenset[str]:
    if not ids:
        return frozenset()
    known = {str(one) for one in _declared.rows(some_ids(ids))}
    return barred_practitioners(ids) | known


def who_may_hear(
    practitioner_ids: Iterable[str], person_ids: Iterable[str], *, barred: frozenset[str] | None = None, at: datetime
) -> set[str]:  # fmt: skip
    """Of these practitioners, those who may be told that something about all these people waits. Of a restricted person, only
    those involved by name and the custodians: to everybody else such a record is not there. `barred`: `who_must_not_hear` of
    these people, where that was asked already."""
    asked = {str(one) for one in practitioner_ids}
    if not asked:
        return asked
    known = _known_as(person_ids)
    left = asked - (_must_not_hear(known) if barred is None else barred)
    for person in _restricted.rows(some_ids(known)) if known and left else ():
        named = Involvement.objects.filter(_live(at), person_id=person.pk, practitioner_id__in=left)
        keep = {str(one) for one in named.values_list("practitioner_id", flat=True)}
        if person.custodian_id is not None:
            kept = Membership.objects.filter(_live(at), team_id=person.custodian_id, practitioner_id__in=left)
            keep |= {str(one) for one in kept.values_list("practitioner_id", flat=True)}
        left &= keep
    return left
