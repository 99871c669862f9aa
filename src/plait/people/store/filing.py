"""The one place where what was described is filed for the search (`plait.matching`), in the transaction that wrote it.

A protected home is filed nowhere: neither its street nor its postcode enters a key or a column, so that nobody finds a place by
looking for it, and nobody's evidence says that they know it. Addresses that many families share say nothing and stay out as well.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import islice
from typing import Any, NamedTuple
from uuid import UUID

import numpy as np
from django.db import connection
from django.db.models import F, Q, QuerySet

from plait.base.access.stand_ins import AS_ONE, some_ids
from plait.base.access.written import Written
from plait.base.db.kept import kept_cursor
from plait.base.db.vendor import is_sqlite
from plait.matching.ports import filing
from plait.matching.standardise import RAW, Standard, standardise, standardise_columns
from plait.people.models import AddressPeriod, Description, Person, PersonIdentifier
from plait.people.rules.shared_homes import many_live_there
from plait.people.store.match_store import MatchStore

PIECE = 5000
AT_ONCE = 512  # people asked about in one question, always so many: it is worded once


class Told(NamedTuple):
    """What filing needs of a description, by the names of its columns: a million of these are read faster than as models."""

    pk: UUID
    person_id: UUID
    record_id: UUID | None
    version: int
    source_ref: str
    forename: str
    middle_names: str
    surname: str
    previous_surname: str
    other_names: str
    born_on: date | None
    sex: str
    nhs_number: str
    upn: str


def match_store() -> MatchStore:
    """The search's tables, in the transaction of this thread's connection."""
    return MatchStore(kept_cursor(), vendor="sqlite" if is_sqlite() else "postgresql")


def file_descriptions(told: Sequence[Description]) -> None:
    """File these for the search, under the people whose they are now."""
    if not told:
        return
    rows = _rows(told)
    columns = {name: [row[name] for row in rows] for name in RAW}
    shared = np.array([many_live_there(row["street"]) for row in rows], np.bool_)
    match_store().put(
        filing(
            standardise_columns(columns, shared_address=shared),
            [one.number for one in told],
            [str(one.person_id) for one in told],
        )
    )


def unfile_descriptions(numbers: Sequence[int]) -> None:
    """Take these out of the search."""
    if numbers:
        match_store().drop(np.array(list(numbers), np.int64))


def forget_descriptions(numbers: Sequence[int]) -> None:
    """Take what was disposed of out of the search, and each name that nobody else bears out of its vocabulary."""
    if numbers:
        match_store().forget(np.array(list(numbers), np.int64))


def file_again(person_ids: Iterable[str | UUID]) -> None:
    """What is filed of these people, made anew: their home became protected, or they are joined or taken apart."""
    rows = Description.objects.filter(person_id__in=list(person_ids)).select_related("person").order_by("pk")
    for piece in _pieces(rows.iterator(chunk_size=PIECE)):
        unfile_descriptions([one.number for one in piece])
        file_descriptions(piece)


def say_whose(person_ids: Iterable[str | UUID]) -> None:
    """Whose each description of these people is now; nothing of what it says changed."""
    rows = Description.objects.filter(person_id__in=list(person_ids)).values_list("number", "person_id")
    match_store().assign({number: str(person) for number, person in rows})


def standard_of(told: Description) -> Standard:
    """One description as the search compares it, as it is filed."""
    return standards_of([told])[0]


def standards_of(told: Sequence[Description]) -> list[Standard]:
    """The same of several, read at once."""
    return [standardise(row, shared_address=many_live_there(row["street"])) for row in _rows(told)]


def columns_of(told: Sequence[Description | Told]) -> tuple[dict[str, list[str]], list[bool]]:
    """Descriptions as the engine reads them, column by column, and which of their addresses many share."""
    rows = _rows(told)
    return {name: [row[name] for row in rows] for name in RAW}, [
        many_live_there(row["street"]) for row in rows
    ]


def write_households(members: Mapping[str, str]) -> None:
    """Who belongs with whom, as the night has it, in place of what stood there."""
    with connection.cursor() as cursor:
        cursor.execute("delete from match_household")
    match_store().place(members.items())


def _rows(told: Sequence[Description | Told]) -> list[dict[str, str]]:
    homes, numbers = _homes(told), _numbers(told)
    return [_typed(one, homes.get(one.pk), numbers.get((one.record_id, one.person_id), {})) for one in told]


def _typed(told: Description | Told, home: tuple[str, str] | None, numbers: dict[str, str]) -> dict[str, str]:
    street, postcode = home or ("", "")
    former = told.previous_surname or (told.other_names.split()[-1] if told.other_names.split() else "")
    return {
        "forename": told.forename,
        "middle": told.middle_names,
        "surname": told.surname,
        "previous_surname": former,
        "born_on": told.born_on.isoformat() if told.born_on else "",
        "sex": told.sex,
        "nhs_number": told.nhs_number or numbers.get("nhs", ""),
        "upn": told.upn or numbers.get("upn", ""),
        "street": street,
        "postcode": postcode,
    }


def _homes(told: Sequence[Description | Told]) -> dict[UUID, tuple[str, str]]:
    """The newest address that each description's own record (or source) gave, unless anything about the person is protected."""
    people = {one.person_id for one in told}
    hidden: set[UUID] = set()
    for piece in _pieces(iter(sorted(people)), AT_ONCE):
        hidden |= protected_among(piece)
    by_record: dict[object, tuple[str, str]] = {}  # of each person: a record's number may be given to another
    for piece in _pieces(iter(sorted(people - hidden)), AT_ONCE):
        for record, person, source, line, postcode in _homes_told.rows(some_ids(piece)):
            by_record[(person, record or source)] = (line, postcode)
    found = {}
    for one in told:
        home = by_record.get((one.person_id, one.record_id or one.source_ref))
        if home is not None and one.person_id not in hidden:
            found[one.pk] = home
    return found


def protected_among(people: Iterable[str | UUID]) -> set[UUID]:
    """Of these people, those about whose whereabouts anything is protected."""
    return set(_protected.rows(some_ids(people, least=AS_ONE)))


@Written
def _protected(people: tuple[UUID, ...]) -> QuerySet[Person, Any]:
    hidden = Q(address_hidden=True) | Q(addresses__place__shielded=True)
    return Person.objects.filter(hidden, pk__in=people).values_list("pk", flat=True)


@Written
def _homes_told(people: tuple[UUID, ...]) -> QuerySet[AddressPeriod, Any]:
    rows = AddressPeriod.objects.filter(person_id__in=people).order_by("from_on", "pk")
    return rows.values_list("record_id", "person_id", "source_ref", "place__line", "place__postcode")


def _numbers(told: Sequence[Description | Told]) -> dict[tuple[UUID | None, UUID], dict[str, str]]:
    """Numbers that came in a file of their own, by record and person; the newest of each kind, one that holds before others."""
    found: dict[tuple[UUID | None, UUID], dict[str, str]] = {}
    records = {one.record_id for one in told if one.record_id and not (one.nhs_number and one.upn)}
    for piece in _pieces(iter(sorted(records))):
        rows = PersonIdentifier.objects.filter(record_id__in=piece, kind__in=("nhs", "upn"))
        rows = rows.order_by(F("valid_to").asc(nulls_last=True), "noted_at", "pk")
        told_of = rows.values_list("record_id", "person_id", "kind", "value")
        for record, person, kind, value in told_of:
            found.setdefault((record, person), {})[kind] = value
    return found


def _pieces(rows: Iterator[Any], most: int = PIECE) -> Iterator[list[Any]]:
    while piece := list(islice(rows, most)):
        yield piece
