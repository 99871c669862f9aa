"""Whoever lives where somebody is protected is protected too, and so is whoever may be them. Only actions call this."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from plait.base.access.written import Written
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.matching.alike import keys
from plait.matching.names import nhs_number
from plait.people.models import AddressPeriod, Description, Person, PersonIdentifier
from plait.people.rules.veiling import address_key
from plait.people.store.filing import file_again
from plait.people.store.identity import cover_holds
from plait.people.store.reaching import stop_family_messages

LIVES_THERE = "Lives where somebody is protected"
MAY_BE_THEM = "May be somebody who is protected"
PIECE = 500


def is_hidden(through: str = "") -> Q:
    """Is anything about where this person is protected? As a condition on people, or on rows that lead to one."""
    return Q(**{f"{through}address_hidden": True}) | Q(**{f"{through}addresses__place__shielded": True})


def hide_with(others: Iterable[Person], *, because: str = LIVES_THERE, by: Actor, at: datetime) -> None:
    """Hide where these people are, because somebody who is protected lives there, or is they; each has a row in the audit,
    and whatever waits to be sent to them is stopped."""
    for other in others:
        other.address_hidden, other.address_hidden_because = True, because
        cover_holds(other, at=at)
        other.save(update_fields=["address_hidden", "address_hidden_because", "covered_at"])
        stop_family_messages([str(other.pk)], because="hidden", by=by, at=at)
        record(act="place:shielded", about=f"person:{other.pk}", by=by, at=at, fields=("location",))
        file_again([other.pk])


def who_may_be(person_ids: Iterable[UUID | str]) -> list[Person]:
    """Everybody not hidden yet who may be one of these under any number or name: an unprotected double of a protected child
    would say where they are. The same NHS or pupil number, or the same first name and date of birth with any last name either
    of them ever had."""
    ids = [str(one) for one in person_ids]
    told = list(Description.objects.filter(person_id__in=ids))
    numbers = {
        (kind, value)
        for kind, value in PersonIdentifier.objects.filter(person_id__in=ids).values_list("kind", "value")
    }
    found: set[UUID] = set()
    values = {value for kind, value in numbers if kind in ("nhs", "upn", "former-upn")}
    values |= {number for one in told if (number := nhs_number(one.nhs_number))}
    values |= {one.upn for one in told if one.upn}
    if values:
        rows = PersonIdentifier.objects.filter(value__in=values).exclude(kind="other")
        found.update(rows.values_list("person_id", flat=True))
        own = Description.objects.filter(Q(nhs_number__in=values) | Q(upn__in=values))
        found.update(own.values_list("person_id", flat=True))
    for one in told:
        if not (one.forename_key and one.born_on):
            continue
        lasts = {key for other in told if other.person_id == one.person_id for key in last_names(other)}
        alike = Description.objects.filter(born_on=one.born_on, forename_key=one.forename_key)
        found.update(row.person_id for row in alike if lasts & last_names(row))
    people = Person.objects.filter(pk__in=found, superseded_by__isnull=True, address_hidden=False)
    return list(people.exclude(pk__in=ids).order_by("pk"))


def last_names(told: Description) -> set[str]:
    """Every last name that a description gives, as keys."""
    return set(keys(told.surname, told.previous_surname, told.other_names)) | {
        key for key in (told.surname_key, told.previous_surname_key) if key
    }


def doubles_of_hidden(told: Sequence[Description]) -> list[UUID]:
    """Of the people of these new descriptions, those who may be somebody who is hidden: asked from the new rows' side, so that
    an import of a million asks about its own rows only."""
    found: set[UUID] = set()
    for begin in range(0, len(told), PIECE):
        some = told[begin : begin + PIECE]
        numbers = {value for one in some for value in (one.nhs_number, one.upn) if value}
        claimed = set(_claimed.rows(tuple(sorted(numbers)))) if numbers else set()
        born = tuple(sorted({one.born_on for one in some if one.born_on}))
        firsts = tuple(sorted({one.forename_key for one in some if one.forename_key}))
        known = _born_hidden.rows(born, firsts) if born and firsts else []
        every: dict[UUID, set[str]] = {}
        met: dict[tuple[object, str], list[UUID]] = {}
        for row in known:
            met.setdefault((row.born_on, row.forename_key), []).append(row.person_id)
            every.setdefault(row.person_id, set())
        for row in Description.objects.filter(person_id__in=list(every)) if every else ():
            every[row.person_id] |= last_names(row)
        for one in some:
            lasts = last_names(one)
            same = any(
                lasts & every[person]
                for person in met.get((one.born_on, one.forename_key), ())
                if person != one.person_id
            )
            if same or {one.nhs_number, one.upn} & claimed - {""}:
                found.add(one.person_id)
    return sorted(found)


@Written
def _claimed(numbers: tuple[str, ...]) -> QuerySet[PersonIdentifier, Any]:
    rows = PersonIdentifier.objects.filter(is_hidden("person__"), value__in=numbers)
    return rows.values_list("value", flat=True)


@Written
def _born_hidden(born: tuple[date, ...], firsts: tuple[str, ...]) -> QuerySet[Description]:
    hidden = is_hidden("person__")
    return Description.objects.filter(hidden, born_on__in=born, forename_key__in=firsts).distinct()


def at_home_with(person_ids: Iterable[UUID]) -> list[Person]:
    """Everybody not hidden yet who lives now where one of these lives now, however either address was spelled."""
    ids = list(person_ids)
    rows = AddressPeriod.objects.filter(person_id__in=ids, to_on__isnull=True).select_related("place")
    homes = {
        (address_key(row.place.line), row.place.postcode) for row in rows if row.place.line and row.place.postcode
    }  # fmt: skip
    if not homes:
        return []
    there = AddressPeriod.objects.filter(
        place__postcode__in={postcode for _, postcode in homes},
        to_on__isnull=True,
        person__address_hidden=False,
    )
    found = {
        row.person_id: row.person
        for row in there.select_related("place", "person")
        if (address_key(row.place.line), row.place.postcode) in homes
    }
    return [found[one] for one in sorted(found)]
