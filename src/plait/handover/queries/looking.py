"""Whom another area may mean: everybody known here, by the one search there is, and who of them is kept."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, UUIDField, Value

from plait.base.access.stand_ins import AS_ONE, some_ids, some_numbers
from plait.base.access.written import Written
from plait.handover.models import AskReceived
from plait.handover.queries.hiding import HIDES, kept, known_to_abuse_service
from plait.handover.rules.discovery import Fleeing, Match, Safety
from plait.handover.wire.discovery import Home, Somebody, can_be_told
from plait.matching.model import current as model_in_use
from plait.people.models import AddressPeriod, Description, Person, ProtectedFrom, Relationship, SafetyNote
from plait.people.queries import ids_of
from plait.people.queries.finding import who_it_may_be
from plait.people.rules import Query
from plait.people.rules.shared_homes import MANY_LIVE_THERE
from plait.people.rules.veiling import address_key


def asked_of(kept: AskReceived) -> tuple[Somebody, list[Somebody], list[Home]]:
    """The child, who lives with them and their homes, as another area described them."""
    return _read(kept.child), [_read(one) for one in kept.household], [Home(**one) for one in kept.homes]


def _read(said: Mapping[str, Any]) -> Somebody:
    born = said.get("born_on", "")
    return replace(Somebody(**{**said, "born_on": None}), born_on=date.fromisoformat(born) if born else None)


def matches_for(child: Somebody, household: Sequence[Somebody], homes: Sequence[Home]) -> list[Match]:
    """Whom we may know, the child first and best first. Only where the child is not found for sure are those at home looked for.
    Kept or not, everybody is looked for alike: who is told of is decided after (`rules.discovery.reply_to`)."""
    home = next(iter(homes), Home())
    found = [(person, sure, True) for person, sure in _likely(child, home)]
    for one in household:
        if any(sure for _, sure, _ in found):
            break
        if can_be_told(one):
            found += [(person, sure, False) for person, sure in _likely(one, home)]
    together = _homes_of({person for person, _, _ in found})
    keepers = _kept_in(together)
    seen: dict[str, Match] = {}
    for person, sure, of_child in found:
        keeper = keepers.get(person)
        with_them = frozenset(together[person])
        seen.setdefault(person, Match(person, sure, keeper is not None, of_child, keeper or "", with_them))
    return list(seen.values())


def _likely(one: Somebody, home: Home) -> list[tuple[str, bool]]:
    lines = model_in_use().lines
    asked = Query(
        forename=one.forename, surname=one.surname, previous_surname=one.previous_surname, born_on=one.born_on,
        nhs_number=one.nhs_number, street=home.street, postcode=home.postcode,
    )  # fmt: skip
    # A son may bear his father's name and live in his home: without a number or a date nobody is anybody for sure.
    tells = bool(one.nhs_number or one.born_on)
    likely = [found for found in who_it_may_be(asked, known=_everybody) if found[1] >= lines.possible]
    return [(person, tells and score >= lines.known) for person, score in likely]


class _Whose(NamedTuple):
    number: int
    person_id: UUID


def _everybody(numbers: Iterable[int]) -> list[_Whose]:
    return [_Whose(*row) for row in _described.rows(some_numbers(numbers, least=AS_ONE))]


@Written
def _described(numbers: tuple[int, ...]) -> QuerySet[Description, Any]:
    """Whose they are and no more: nothing of what they say is told to anybody."""
    rows = Description.objects.filter(number__in=numbers, person__superseded_by__isnull=True)
    return rows.values_list("number", "person_id")


def kept_among(person_ids: Iterable[str]) -> dict[str, str]:
    """Of these people, those who are kept (`hiding.kept`), or with whom somebody lives who is; and the team that keeps them.
    Asked in the same words whether there is anybody, so that nobody found costs what somebody kept costs."""
    return _kept_in(_homes_of(person_ids))


def _kept_in(homes: Mapping[str, set[str]]) -> dict[str, str]:
    everybody = some_ids((one for home in homes.values() for one in home), least=AS_ONE)
    keepers = {str(pk): str(team or "") for pk, team in _kept.rows(everybody)}
    found: dict[str, str] = {}
    for person, home in homes.items():
        teams = [keepers[one] for one in sorted(home) if one in keepers]
        if teams:
            found[person] = keepers.get(person) or next(filter(None, teams), "")
    return found


@Written
def _kept(people: tuple[UUID, ...]) -> QuerySet[Person, Any]:
    return Person.objects.filter(kept(), pk__in=people).order_by("pk").values_list("pk", "custodian_id")


def _homes_of(person_ids: Iterable[str]) -> dict[str, set[str]]:
    """Each of them with whoever is said to live with them, or at their address (`hiding.shares_home` says why)."""
    homes = {str(one): {str(one)} for one in person_ids}
    them = some_ids(homes, least=AS_ONE)
    at: dict[tuple[str, str], set[str]] = {}
    for one, other, line, postcode in _with_or_near.rows(them):
        if other is None:
            if key := address_key(line):
                at.setdefault((key, postcode), set()).add(str(one))
            continue
        for this, that in ((str(one), str(other)), (str(other), str(one))):
            if this in homes:
                homes[this].add(that)
    for there in at.values():
        for one in there & homes.keys():
            homes[one] |= there
    return homes


@Written
def _with_or_near(people: tuple[UUID, ...]) -> QuerySet[Relationship, Any]:
    """Who is said to live with whom; and, with nobody beside them, whoever lives at a postcode of theirs, with its line. One
    question, since it is asked for every answer."""
    said = Relationship.objects.filter(Q(person_id__in=people) | Q(other_id__in=people), lives_with="yes")
    own = AddressPeriod.objects.filter(person_id__in=people, to_on__isnull=True).exclude(place__postcode="")
    near = AddressPeriod.objects.filter(place__postcode__in=own.values("place__postcode"), to_on__isnull=True)
    nobody = Value(None, output_field=UUIDField())
    rows = said.order_by().annotate(line=Value(""), code=Value(""))
    others = (
        near.order_by()
        .annotate(beside=nobody)
        .values_list("person_id", "beside", "place__line", "place__postcode")
    )
    return rows.values_list("person_id", "other_id", "line", "code").union(others, all=True)


def safety_of(
    person_id: str, *, home: Iterable[str] = (), named: Iterable[str] = (), fleeing: Fleeing
) -> Safety:
    """What stands here of whom this person and their household may be hiding from, beside what they answered when asked.
    `home`: they and whoever lives with them, where that was asked just now; `named`: whoever else is spoken of with them."""
    known_as = some_ids(ids_of([*(home or _homes_of({person_id})[person_id]), *named]))
    rows = _hiding.rows(known_as)
    return Safety(
        fleeing=fleeing,
        restricted=any(one[0] or one[5] for one in rows),
        hidden=any(one[1] for one in rows),
        protected=any(one[2] for one in rows),
        must_not_learn=any(one[3] for one in rows),
        shared_home=any(one[4] for one in rows),
        abuse=any(one[6] for one in rows),
    )


@Written
def _hiding(people: tuple[UUID, ...]) -> QuerySet[Person, Any]:
    """Of each: restricted; where they are is hidden; protected from somebody; somebody must not learn of them; many live where
    they live; a custodian keeps them; a domestic abuse service knows them."""
    own = OuterRef("pk")
    shielded = Exists(AddressPeriod.objects.filter(person_id=own, place__shielded=True))
    protected = Exists(ProtectedFrom.objects.filter(person_id=own, ended_at__isnull=True))
    noted = Exists(SafetyNote.objects.filter(person_id=own, kind__in=HIDES, ended_at__isnull=True))
    shared = Exists(
        AddressPeriod.objects.filter(person_id=own, to_on__isnull=True, place__line__iregex=MANY_LIVE_THERE)
    )
    abused = Exists(Person.objects.filter(known_to_abuse_service(), pk=own))
    rows = Person.objects.filter(pk__in=people).order_by("pk")
    return rows.values_list(
        "restricted", Q(address_hidden=True) | shielded, protected, noted, shared, "custodian_id", abused
    )
