"""Declared conflicts follow whoever they may be about. Only actions call these."""

from collections.abc import Iterable, Sequence
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Q

from plait.matching.alike import Named, heard, keys, may_be_one, soundex_codes
from plait.people.models import DeclaredConflict, Description, Person


def said_of(told: DeclaredConflict) -> Named:
    """Whom a practitioner declared, for comparing."""
    return Named(
        forenames=keys(told.forename, told.forename_key),
        surnames=keys(told.surname, told.surname_key),
        born_on=told.born_on,
    )


def heard_in(names: Iterable[str]) -> str:
    """How each of these name keys sounds, each once, between spaces, for `DeclaredConflict.heard`."""
    found = ""
    for one in sorted({heard(key) for key in names}):
        if len(found) + len(one) < 590:
            found += f" {one}"
    return f"{found} "


def follow_new_declaration(told: DeclaredConflict) -> None:
    """Keep its practitioner away from everybody already described whom it may be about."""
    named = said_of(told)
    every = named.forenames | named.surnames
    sounds = {code for key in every for code in soundex_codes(key)}
    near = (
        Q(surname_sound__in=sounds)
        | Q(forename_sound__in=sounds)
        | Q(surname_key__in=every)
        | Q(forename_key__in=every)
        | ~Q(other_names="")
    )
    for mark in " -‐‑–—":  # halves of a double name have a sound of their own
        near |= Q(surname__contains=mark) | Q(forename__contains=mark)
    if told.born_on:
        near |= Q(born_on=told.born_on)
    rows = Description.objects.filter(near).only("person_id", "forename", "surname", "other_names", "born_on")
    fits = {row.person_id for row in rows.iterator() if may_be_one(named, _described(row))}
    _follow((told, person_id) for person_id in sorted(fits))


def follow_declarations(description: Description) -> None:
    """Whoever declared that they know somebody whom this description may be of does not meet it, linked or not."""
    named = _described(description)
    if not (named.forenames or named.surnames):
        return
    near = [Q(heard__contains=f" {heard(key)} ") for key in sorted(named.forenames | named.surnames)]
    if description.born_on:
        near.append(Q(born_on=description.born_on))
    told = DeclaredConflict.objects.filter(reduce(or_, near), person__isnull=True, ended_at__isnull=True)
    _follow((one, description.person_id) for one in told.order_by("pk") if may_be_one(said_of(one), named))


def follow_declarations_of(described: Sequence[Description]) -> None:
    """The same for many descriptions at once: an import's."""
    standing = [(one, said_of(one)) for one in DeclaredConflict.objects.filter(person=None, ended_at=None)]
    if not standing:
        return
    sounds = {heard(key) for _, told in standing for key in told.forenames | told.surnames}
    born = {told.born_on for _, told in standing if told.born_on}
    pairs = []
    for one in described:
        named = _described(one)
        near = one.born_on in born or any(heard(key) in sounds for key in named.forenames | named.surnames)
        if near:
            pairs += [(told, one.person_id) for told, said in standing if may_be_one(said, named)]
    _follow(pairs)


def follow_conflicts(of: Person, to: Person, *, besides: Iterable[str] = ()) -> list[str]:
    """Whoever declared that they know the one knows the other, by each of their declarations. Told twice is once.

    Rows whose id is in `besides` are not followed. Returns the ids of the rows made.
    """
    standing = DeclaredConflict.objects.filter(ended_at__isnull=True)
    known: set[tuple[UUID, str, UUID | None]] = set(
        standing.filter(person=to).values_list("practitioner_id", "kind", "declared_id")
    )
    made = []
    for conflict in standing.filter(person=of).exclude(pk__in=list(besides)).order_by("declared_at", "pk"):
        same = (conflict.practitioner_id, conflict.kind, conflict.declared_id)
        if same in known:
            continue
        known.add(same)
        row = DeclaredConflict.objects.create(
            practitioner_id=conflict.practitioner_id,
            person=to,
            declared_id=conflict.declared_id,
            kind=conflict.kind,
            declared_at=conflict.declared_at,
        )
        made.append(str(row.pk))
    return made


def _described(description: Description) -> Named:
    # Other and earlier names are one box: any of its words may be a first or a last name.
    return Named(
        forenames=keys(description.forename, description.other_names),
        surnames=keys(description.surname, description.other_names),
        born_on=description.born_on,
    )


def _follow(pairs: Iterable[tuple[DeclaredConflict, UUID]]) -> None:
    DeclaredConflict.objects.bulk_create(
        [
            DeclaredConflict(
                practitioner_id=told.practitioner_id,
                person_id=person_id,
                declared=told,
                kind=told.kind,
                declared_at=told.declared_at,
            )
            for told, person_id in pairs
        ],
        ignore_conflicts=True,  # the same declaration about the same person is one row, whoever writes it first
    )
