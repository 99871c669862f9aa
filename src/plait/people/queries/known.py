"""Reading people. Whoever calls has passed a door; what is shown of a place goes through people.places."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from plait.base.access.stand_ins import some_ids
from plait.base.access.written import Written
from plait.people.models import (
    DeclaredConflict,
    Description,
    Involvement,
    Person,
    RefusalsSeen,
    Relationship,
    SafetyNote,
)


def current_description(person_id: str) -> Description | None:
    """The newest description of a person: what they are called on a page."""
    found: Description | None = _newest.first(person_id)
    return found


@Written
def _newest(person_id: str) -> QuerySet[Description]:
    return Description.objects.filter(person_id=person_id).order_by("-stated_at", "pk")[:1]


def name_of(description: Description | None) -> str:
    """A name for the screen; people without one are named by what is known of them."""
    if description is None:
        return "Name not known"
    full = " ".join(part for part in (description.forename, description.surname) if part)
    if full:
        return full
    if description.unborn:
        return "Unborn child"
    return f"Name not known ({description.age_said})" if description.age_said else "Name not known"


def names_of(person_ids: Iterable[str]) -> dict[str, str]:
    """Names for the screen by person id, in one query."""
    newest: dict[str, Description] = {}
    for description in _told_of.rows(some_ids(person_ids)):
        newest[str(description.person_id)] = description
    return {person_id: name_of(description) for person_id, description in newest.items()}


@Written
def _told_of(ids: tuple[UUID, ...]) -> QuerySet[Description]:
    return Description.objects.filter(person_id__in=ids).order_by("stated_at", "pk")


def ids_of(person_ids: Iterable[str]) -> dict[str, str]:
    """Every id under which these people are known, with the id that stands for it now: their own, and those of
    descriptions that turned out to be theirs. What was written under such an id stays there, so that undoing the link
    takes it back. One query."""
    own = {str(one): str(one) for one in person_ids}
    return own | {str(was): str(now) for was, now in _redirects.rows(some_ids(own))}


@Written
def _redirects(ids: tuple[UUID, ...]) -> QuerySet[Person, Any]:
    return Person.objects.filter(superseded_by_id__in=ids).values_list("pk", "superseded_by_id")


def relationships_of(person_id: str) -> QuerySet[Relationship]:
    """Who this person is to others, and others to them."""
    return (
        Relationship.objects.filter(Q(person_id=person_id) | Q(other_id=person_id))
        .select_related("person", "other")
        .order_by("pk")
    )


def safety_notes_of(person_ids: Iterable[str]) -> QuerySet[SafetyNote]:
    """Who must not know, and the safe way to make contact, newest first."""
    held = SafetyNote.objects.filter(person_id__in=list(person_ids), ended_at__isnull=True)
    return held.order_by("-at", "pk")


def involved_with(person_id: str, *, at: datetime) -> QuerySet[Involvement]:
    """Everyone who is round this child now, practitioners and teams."""
    return (
        Involvement.objects.filter(person_id=person_id, from_at__lte=at)
        .filter(Q(to_at__isnull=True) | Q(to_at__gt=at))
        .select_related("practitioner__agency", "practitioner__deputy", "team__agency")
        .order_by("kind", "from_at")
    )


def who_is_round(person_id: str, *, kinds: Iterable[str], at: datetime) -> list[tuple[str, str]]:
    """The same, of these kinds, as ids of a practitioner and of a team (empty for none)."""
    wanted = frozenset(kinds)
    rows = _round.rows(UUID(person_id), at=at)
    return [(str(one or ""), str(team or "")) for kind, one, team in rows if kind in wanted]


@Written
def _round(person: UUID, *, at: datetime) -> QuerySet[Involvement, Any]:
    rows = Involvement.objects.filter(
        Q(to_at__isnull=True) | Q(to_at__gt=at), person_id=person, from_at__lte=at
    )
    return rows.order_by("kind", "from_at").values_list("kind", "practitioner_id", "team_id")


def declared_conflicts(practitioner_id: str) -> QuerySet[DeclaredConflict]:
    """What one practitioner has declared and not ended."""
    return DeclaredConflict.objects.filter(practitioner_id=practitioner_id, ended_at__isnull=True).order_by(
        "-declared_at"
    )


def declared_to_know(practitioner_id: str) -> frozenset[str]:
    """The people whom one practitioner has declared to know, and not ended."""
    return frozenset(str(one) for one in _declared_to_know.rows(practitioner_id))


@Written
def _declared_to_know(practitioner_id: str) -> QuerySet[DeclaredConflict, Any]:
    rows = declared_conflicts(practitioner_id).filter(person__isnull=False).order_by()
    return rows.values_list("person_id", flat=True)


def person(person_id: str) -> Person:
    """One person by id; raises Person.DoesNotExist."""
    return Person.objects.get(pk=person_id)


def own_declarations(practitioner_id: str) -> QuerySet[DeclaredConflict]:
    """What one practitioner said, newest first; never the people found to fit it, whose existence is not theirs to know."""
    return DeclaredConflict.objects.filter(
        practitioner_id=practitioner_id, person__isnull=True, ended_at__isnull=True
    ).order_by("-declared_at", "pk")


def refusals_read_upto() -> int:
    """The newest audit row that the custodians' job has looked at; 0 before its first round."""
    seen = RefusalsSeen.objects.first()
    return seen.upto if seen else 0


def restricted_people() -> list[Person]:
    """Everybody whose record is restricted."""
    return list(Person.objects.filter(restricted=True, superseded_by__isnull=True).order_by("pk"))


def kept_like(person_ids: Iterable[str]) -> list[Person]:
    """Restricted persons whom one of these people, as they were described, may be: the same name in full with dates of
    birth that do not contradict each other, or the same NHS number. For their custodians alone to be told."""
    found: dict[UUID, Person] = {}
    for one in _described.rows(some_ids(person_ids)):
        name = (one.forename_key, one.surname_key) if one.forename_key and one.surname_key else ()
        if not (one.nhs_number or name):
            continue
        for row in _restricted_like.rows(one.person_id, one.nhs_number, name, one.born_on):
            found.setdefault(row.person_id, row.person)
    return list(found.values())


@Written
def _described(people: tuple[UUID, ...]) -> QuerySet[Description]:
    return Description.objects.filter(person_id__in=people).order_by("stated_at", "pk")


@Written
def _restricted_like(
    but: UUID, nhs_number: str, name: tuple[str, ...], born_on: date | None
) -> QuerySet[Description]:
    alike = Q(nhs_number=nhs_number) if nhs_number else Q()
    if name:
        named = Q(forename_key=name[0], surname_key=name[1])
        if born_on:
            named &= Q(born_on=born_on) | Q(born_on__isnull=True)
        alike |= named
    kept = {"person__restricted": True, "person__custodian__isnull": False}
    rows = Description.objects.filter(alike, **kept, person__superseded_by__isnull=True)
    return rows.exclude(person_id=but).select_related("person").order_by("pk")
