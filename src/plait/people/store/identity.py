"""The tables' side of `people.rules.identity`: who stands for whom, written out so that every page reads it in one query.

A row that goes to somebody else because two people were joined keeps in `under` whose it was. Taken apart, it goes back; a row
that never moved has nothing there. So joining and taking apart again leaves every row as it was.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Model, Q, QuerySet

from plait.base.access.stand_ins import some_ids
from plait.base.access.written import Written
from plait.people.models import (
    AccessReview,
    AddressPeriod,
    AgencyNote,
    DeclaredConflict,
    Description,
    FamilyMessage,
    IdentityShield,
    InferredConflict,
    Involvement,
    LeadsThere,
    LinkRuling,
    Merge,
    Person,
    PersonIdentifier,
    ProtectedFrom,
    Relationship,
    SafeContact,
    SafetyNote,
    SourceRecord,
)
from plait.people.rules.identity import Known, Rulings, Shield, Side, may_tie, persons
from plait.people.store.filing import file_again

# What belongs to a person: the table, its person, and whose it was.
BELONGS: tuple[tuple[type[Model], str, str], ...] = (
    (SourceRecord, "person", "under"),
    (Description, "person", "under"),
    (PersonIdentifier, "person", "under"),
    (AddressPeriod, "person", "under"),
    (SafetyNote, "person", "under"),
    (SafeContact, "person", "under"),
    (ProtectedFrom, "person", "under"),
    (ProtectedFrom, "other", "other_under"),
    (FamilyMessage, "person", "under"),
    (LeadsThere, "person", "under"),
    (Relationship, "person", "under"),
    (Relationship, "other", "other_under"),
    (DeclaredConflict, "person", "under"),
    (Involvement, "person", "under"),
    (AccessReview, "person", "under"),
    (AgencyNote, "person", "under"),
    (InferredConflict, "person", "under"),
)
COVER = ("address_hidden", "address_hidden_because", "restricted", "custodian_id")


def joined_with(ids: Iterable[str]) -> set[str]:
    """Everybody whom standing merges join with these, themselves among them."""
    found = {str(one) for one in ids}
    fresh = set(found)
    while fresh:
        rows = _merges_of.rows(some_ids(fresh))
        fresh = {str(one) for row in rows for one in row} - found
        found |= fresh
    return found


@Written
def _merges_of(ids: tuple[UUID, ...]) -> QuerySet[Merge, Any]:
    rows = Merge.objects.filter(Q(survivor_id__in=ids) | Q(loser_id__in=ids), undone_at__isnull=True)
    return rows.values_list("survivor_id", "loser_id")


@Written
def _led_to(person_id: UUID) -> QuerySet[Person, Any]:
    return Person.objects.filter(superseded_by=person_id).values_list("pk", flat=True)


@Written
def _shields() -> QuerySet[IdentityShield]:
    return IdentityShield.objects.order_by("pk")


def ids_under(person_id: str) -> frozenset[str]:
    """Every id that leads to this person now, and those joined with them by merges."""
    led = _led_to.rows(UUID(person_id))
    return frozenset({person_id, *(str(pk) for pk in led), *joined_with([person_id])})


def shields_in_force() -> list[Shield]:
    """Every identity shield, as the rules take it."""
    return [
        Shield(
            former=str(row.former_id),
            present=str(row.present_id),
            former_traits=frozenset(row.former_traits),
            present_traits=frozenset(row.present_traits),
            kept_apart=frozenset(row.kept_apart),
            keeper=str(row.custodian_id),
        )
        for row in _shields.rows()
    ]


def rulings_in_force(ids: Iterable[str], *, at: datetime) -> Rulings:
    """What people said of these and others, as the rules take it."""
    told = list(ids)
    rows = LinkRuling.objects.filter(
        Q(one_id__in=told) | Q(other_id__in=told), other__isnull=False, lifted_at__isnull=True
    ).filter(Q(until__isnull=True) | Q(until__gt=at))
    pairs: dict[str, set[frozenset[str]]] = {LinkRuling.Kind.MUST: set(), LinkRuling.Kind.CANNOT: set()}
    for row in rows:
        pairs[row.kind].add(frozenset({str(row.one_id), str(row.other_id)}))
    return Rulings(frozenset(pairs[LinkRuling.Kind.MUST]), frozenset(pairs[LinkRuling.Kind.CANNOT]))


def side_of(person_id: str, *, at: datetime) -> Side:
    """What `may_merge` must know of one of two people."""
    person = Person.objects.filter(pk=person_id).first()
    if person is None:
        return Side(exists=False, ids=frozenset({person_id}))
    live = Involvement.objects.filter(person=person, practitioner__isnull=False, from_at__lte=at)
    named = live.filter(Q(to_at__isnull=True) | Q(to_at__gt=at)).values_list("practitioner_id", flat=True)
    return Side(
        exists=True,
        ids=ids_under(person_id),
        superseded=person.superseded_by_id is not None,
        restricted=person.restricted,
        named=frozenset({*(str(one) for one in named), f"team:{person.custodian_id}"}),
    )


def settle(changed: Iterable[str]) -> dict[str, str]:
    """Write out who stands for whom, for these and whoever is or was joined with them. Returns the id that stands for
    each. Ask for those of a merge that is undone before and after alike."""
    told = joined_with(changed)
    people = {str(one.pk): one for one in Person.objects.select_for_update().filter(pk__in=told)}
    before = {
        one: str(person.superseded_by_id) if person.superseded_by_id else one
        for one, person in people.items()
    }
    _cover_all_who_were_covered_meanwhile(people, before)
    own = {one: _own(person) for one, person in people.items()}
    keys = [UUID(one) for one in told]
    pairs = Merge.objects.filter(survivor_id__in=keys, loser_id__in=keys, undone_at__isnull=True)
    known = {one: Known(one, person.made_at, bool(own[one]["restricted"])) for one, person in people.items()}
    shields = shields_in_force()
    heads = persons(
        known,
        [(str(one), str(other)) for one, other in pairs.values_list("survivor_id", "loser_id")],
        shields,
    )
    for model, column, under in BELONGS:
        _follow(model, column, under, heads, own, shields)
    _lead(people, heads)
    _cover(people, heads, own)
    file_again(people)
    return heads


def _follow(
    model: type[Model],
    column: str,
    under: str,
    heads: dict[str, str],
    own: dict[str, dict[str, Any]],
    shields: list[Shield],
) -> None:
    rows = model._default_manager
    for one, head in heads.items():
        mine = {f"{column}_id": one, f"{under}_id__isnull": True}
        if one != head:
            rows.filter(**mine).update(**{under: F(column)})
        away = rows.filter(**{f"{under}_id": one}).exclude(**{f"{column}_id": head})
        if model is Relationship:
            # Nobody is their own relation: what was said of the two stays where it was said.
            away = away.exclude(**{("other_id" if column == "person" else "person_id"): head})
            away = away.exclude(pk__in=_not_to_be_tied(away, column, head, shields))
        elif model is Involvement:
            away = away.exclude(pk__in=_stay_behind(away, one, head, own))
        elif model is DeclaredConflict:
            held = DeclaredConflict.objects.filter(person_id=head, declared__isnull=False)
            away = away.exclude(declared_id__in=list(held.values_list("declared_id", flat=True)))
        away.update(**{column: head})
        rows.filter(**{f"{under}_id": one, f"{column}_id": one}).update(**{under: None})


def _not_to_be_tied(away: Any, column: str, head: str, shields: list[Shield]) -> list[UUID]:
    """Relations that would tie somebody's present identity to their former household: they stay where they were said."""
    if not shields:
        return []
    ends = "other_id" if column == "person" else "person_id"
    mine = ids_under(head)
    return [row.pk for row in away if not may_tie(shields, mine, ids_under(str(getattr(row, ends))))]


def _stay_behind(away: Any, one: str, head: str, own: dict[str, dict[str, Any]]) -> list[UUID]:
    """Involvements that do not follow: those that hold for the other already, and, where the one who stays is restricted and
    this one was not, those of people who were not named there: nobody reads more because two became one."""
    there = list(Involvement.objects.filter(person_id=head, to_at__isnull=True))
    held = {_holder(row) for row in there}
    named = {
        row.practitioner_id for row in there if row.practitioner_id and str(row.under_id or head) == head
    }
    strict = bool(own[head]["restricted"]) and not own[one]["restricted"]
    stay = []
    for row in away:
        double = row.to_at is None and _holder(row) in held
        if double or (strict and row.practitioner_id and row.practitioner_id not in named):
            stay.append(row.pk)
        elif row.to_at is None:
            held.add(_holder(row))
    return stay


def _holder(row: Involvement) -> tuple[object, ...]:
    return (row.team_id, row.practitioner_id, row.kind, row.source_kind, row.source_id)


def _lead(people: dict[str, Person], heads: dict[str, str]) -> None:
    """Redirects: of those who were joined, and of whoever redirected to one of them before (`redirect_under`)."""
    others = Person.objects.exclude(pk__in=list(people))
    for one, head in heads.items():
        mine = UUID(one)
        if one != head:
            others.filter(superseded_by=mine, redirect_under__isnull=True).update(
                redirect_under=F("superseded_by")
            )
        others.filter(redirect_under=mine).update(superseded_by=head)
        others.filter(redirect_under=mine, superseded_by=mine).update(redirect_under=None)
        people[one].superseded_by_id = None if one == head else UUID(head)


def _own(person: Person) -> dict[str, Any]:
    """What covers this person by their own right, without those joined to them."""
    return dict(person.own_cover["own"]) if person.own_cover else _now(person)


def _now(person: Person) -> dict[str, Any]:
    return {
        "address_hidden": person.address_hidden,
        "address_hidden_because": person.address_hidden_because,
        "restricted": person.restricted,
        "custodian_id": str(person.custodian_id) if person.custodian_id else None,
    }


def _cover_all_who_were_covered_meanwhile(people: dict[str, Person], before: dict[str, str]) -> None:
    """Somebody hid or restricted the joined person: that holds for each of those who were joined. Undoing never uncovers."""
    for head, person in people.items():
        kept = person.own_cover
        if not kept or not (person.covered_at or _now(person) != kept["shown"]):
            continue
        for one in (one for one, stood in before.items() if stood == head):
            stricter = _stricter([_own(people[one]), _now(person)])
            if one == head:
                kept["own"] = stricter
            else:
                _set(people[one], stricter)


def cover_holds(person: Person, *, at: datetime) -> None:
    """Whoever hides or restricts somebody to whom others are joined, says so of each of them. To be called before saving."""
    if person.own_cover:
        person.covered_at = at


def _stricter(covers: list[dict[str, Any]]) -> dict[str, Any]:
    hidden = next((one for one in covers if one["address_hidden"]), covers[0])
    kept = next((one for one in covers if one["restricted"]), covers[0])
    return {
        "address_hidden": hidden["address_hidden"],
        "address_hidden_because": hidden["address_hidden_because"],
        "restricted": kept["restricted"],
        "custodian_id": kept["custodian_id"],
    }


def _set(person: Person, cover: dict[str, Any]) -> None:
    for name in COVER:
        value = cover[name]
        setattr(person, name, UUID(value) if name == "custodian_id" and value else value)


def _cover(people: dict[str, Person], heads: dict[str, str], own: dict[str, dict[str, Any]]) -> None:
    """The stricter shield wins, for as long as they are one."""
    for one, person in people.items():
        members = sorted(other for other, head in heads.items() if head == one)
        if heads[one] == one and len(members) > 1:
            _set(person, _stricter([own[one], *(own[other] for other in members if other != one)]))
            person.own_cover = {"own": own[one], "shown": _now(person)}
        else:
            person.own_cover = None
            _set(person, own[one])
        person.covered_at = None
        person.save(
            update_fields=[
                *(name.removesuffix("_id") for name in COVER), "own_cover", "covered_at", "superseded_by",
            ]
        )  # fmt: skip
