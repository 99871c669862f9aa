"""What tells in which area somebody is: which agencies know them, who works there, and their pupil numbers."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from plait.agencies.models import Agency, Practitioner, Team
from plait.base.access.stand_ins import some_ids
from plait.base.access.written import Written
from plait.people.models import Description, Involvement, PersonIdentifier, SourceRecord


def signs_that_lead(person_ids: Collection[str]) -> tuple[frozenset[str], frozenset[str]]:
    """Names, and telephones, of the agencies that know these people and of whoever is involved there; pupil numbers among the
    names, since a part of each is the authority's. The hub's own council is none: whoever reads this reads it there."""
    ids = some_ids(person_ids)
    if not ids:
        return frozenset(), frozenset()
    told: set[object] = {*_told_by.rows(ids), *_recorded_by.rows(ids)}
    told |= {one for row in _round.rows(ids) for one in row}
    known = some_ids(one for one in told if one)
    agencies: list[Agency] = _others_of.rows(known)
    theirs = some_ids(one.pk for one in agencies)
    people: list[Practitioner] = _workers.rows(ids, theirs)
    names = {one.name for one in agencies} | {one.name for one in people}
    phones = {number for agency in agencies for number in (agency.phone, agency.out_of_hours)}
    phones |= {number for one in people for number in (one.phone, one.out_of_hours)}
    phones |= {number for row in _team_numbers.rows(theirs) for number in row}
    numbers = {*_pupil_numbers.rows(ids), *_upns.rows(ids)}
    return (
        frozenset({*names, *numbers} - {""}),
        frozenset(phones - {"", "111", "999"}),
    )


@Written
def _told_by(ids: tuple[UUID, ...]) -> QuerySet[Description, Any]:
    return Description.objects.filter(person_id__in=ids).values_list("agency_id", flat=True)


@Written
def _recorded_by(ids: tuple[UUID, ...]) -> QuerySet[SourceRecord, Any]:
    return SourceRecord.objects.filter(person_id__in=ids).values_list("agency_id", flat=True)


@Written
def _round(ids: tuple[UUID, ...]) -> QuerySet[Involvement, Any]:
    rows = Involvement.objects.filter(person_id__in=ids)
    return rows.values_list("team__agency_id", "practitioner__agency_id")


@Written
def _others_of(agency_ids: tuple[UUID, ...]) -> QuerySet[Agency]:
    own = Team.objects.filter(kind=Team.Kind.HUB).values("agency_id")
    return Agency.objects.filter(pk__in=agency_ids).exclude(pk__in=own)


@Written
def _workers(ids: tuple[UUID, ...], agency_ids: tuple[UUID, ...]) -> QuerySet[Practitioner]:
    involved = Involvement.objects.filter(person_id__in=ids)
    return Practitioner.objects.filter(involvements__in=involved, agency__in=agency_ids).distinct()


@Written
def _team_numbers(agency_ids: tuple[UUID, ...]) -> QuerySet[Team, Any]:
    return Team.objects.filter(agency__in=agency_ids).values_list("phone", "out_of_hours")


@Written
def _pupil_numbers(ids: tuple[UUID, ...]) -> QuerySet[PersonIdentifier, Any]:
    pupil = Q(kind="upn") | Q(kind="former-upn")
    return PersonIdentifier.objects.filter(pupil, person_id__in=ids).values_list("value", flat=True)


@Written
def _upns(ids: tuple[UUID, ...]) -> QuerySet[Description, Any]:
    return Description.objects.filter(person_id__in=ids).values_list("upn", flat=True)
