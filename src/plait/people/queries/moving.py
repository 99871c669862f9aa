"""What is asked about a person's moves, from what Plait knows: addresses, concerns, health agencies' records, known partners."""

import itertools
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet

from plait.agencies.queries import agencies
from plait.base import packs
from plait.base.access.stand_ins import some_ids
from plait.base.access.written import Written
from plait.base.announce import ask
from plait.people.events import AreasThatTold
from plait.people.models import AddressPeriod, Description, Involvement, Person, Relationship, SourceRecord
from plait.people.queries import ids_of
from plait.people.rules.moves import Book, Facts, MoveQuestion, Period, questions_about_moves
from plait.people.rules.veiling import address_key
from plait.people.store.directory import authorities_of

HEALTH = frozenset({"GP", "HV"})


def authority_book(*, at: datetime, postcodes: Iterable[str] = ()) -> Book:
    """The outcodes that the released packs of all areas here list as their own, by authority; and of these postcodes what the
    directory of `PLAIT_POSTCODES` says, where there is one. Works offline."""
    found: dict[str, str] = {}
    for area in packs.areas():
        try:
            own = packs.current(at=at, area=area).area
        except packs.NoPack:
            continue
        found |= dict.fromkeys(own.outcodes, own.authority_name)
    return Book(found, authorities_of(postcodes, settings.PLAIT_POSTCODES))


def periods_of(person: Person) -> list[Period]:
    """Where somebody lived, as every source told it. For rules: what is shown goes through `people.places`."""
    return periods_of_each([person.pk])[str(person.pk)]


def periods_of_each(person_ids: Iterable[object]) -> dict[str, list[Period]]:
    """The same for several, by the person's id. One query."""
    found: dict[str, list[Period]] = {str(one): [] for one in person_ids}
    for person_id, *told in _lived.rows(some_ids(found)):
        found[str(person_id)].append(Period(*told))
    return found


@Written
def _lived(ids: tuple[UUID, ...]) -> QuerySet[AddressPeriod, Any]:
    rows = AddressPeriod.objects.filter(person__in=ids).order_by("pk")
    return rows.values_list("person_id", "place__line", "place__postcode", "from_on", "to_on", "source_ref")


def moving_questions(person: Person, *, shielded: bool, at: datetime) -> list[MoveQuestion]:
    """The questions of domain notes 6.4 that stand about this person now; none where `shielded` (`people.places.is_shielded`)."""
    if shielded:
        return []
    periods = periods_of(person)
    book = authority_book(at=at, postcodes=[one.postcode for one in periods])
    facts = _facts(person)
    if len({book.of(one.postcode) for one in periods} - {""}) > 1:  # else nobody need be asked
        told = ask(AreasThatTold(tuple(ids_of([str(person.pk)])), at))
        facts = replace(facts, known_to_each_other=facts.known_to_each_other.union(*told))
    return questions_about_moves(periods, book, facts, on=at.date(), shielded=shielded)


def _facts(person: Person) -> Facts:
    health = [str(one.pk) for one in agencies() if one.kind in HEALTH]
    told = Involvement.objects.filter(person=person, source_kind="contact").order_by("from_at")
    worried = {(row.from_at.date(), f"contact:{row.source_id}") for row in told}
    records = SourceRecord.objects.filter(person=person, agency_id__in=health, disposed_at__isnull=True)
    ties = Relationship.objects.filter(Q(person=person) | Q(other=person))
    family = {str(one) for row in ties.values_list("person_id", "other_id") for one in row} - {str(person.pk)}
    return Facts(
        worried=tuple(sorted(worried)),
        registered=tuple(sorted((one.first_seen_at.date(), f"record:{one.pk}") for one in records)),
        renamed=tuple(_renamed(person)),
        partner_homes=tuple(_seen_at_their_homes(person)),
        known_to_each_other=frozenset(frozenset({f"person:{one}", f"person:{person.pk}"}) for one in family),
    )


def _renamed(person: Person) -> list[tuple[str, str]]:
    """Descriptions of this person whose last names differ, told by different sources."""
    rows = Description.objects.filter(person=person).exclude(surname_key="").order_by("stated_at", "pk")
    first: dict[str, Description] = {}
    for row in rows:
        first.setdefault(row.surname_key, row)
    told = list(first.values())
    return [
        (f"description:{one.pk}", f"description:{other.pk}")
        for one, other in itertools.pairwise(told)
        if one.source_ref != other.source_ref
    ]


def _seen_at_their_homes(person: Person) -> list[tuple[str, int]]:
    """How many of their homes somebody else was said to live at too."""
    homes = {one.home for one in periods_of(person) if all(one.home)}
    if len(homes) < 2:
        return []
    postcodes = {postcode for _, postcode in homes}
    rows = AddressPeriod.objects.filter(place__postcode__in=postcodes).exclude(person=person)
    seen: dict[str, set[tuple[str, str]]] = {}
    for row in rows.select_related("place"):
        home = (address_key(row.place.line), row.place.postcode)
        if home in homes:
            seen.setdefault(f"person:{row.person_id}", set()).add(home)
    return sorted((who, len(where)) for who, where in seen.items())
