"""What an import must not bring together: the sides of an identity shield, whoever is hidden, people who claim one number."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from django.db.models import Q

from plait.matching.alike import Named, may_be_one
from plait.people.models import (
    AddressPeriod,
    Description,
    IdentityShield,
    Person,
    PersonIdentifier,
)
from plait.people.rules.identity import Shield, may_hold, may_tie
from plait.people.rules.veiling import address_key
from plait.people.store.identity import ids_under, joined_with, shields_in_force
from plait.people.store.shields import (
    numbers_of_description,
    traits_of_address,
    traits_of_description,
    traits_of_number,
    traits_of_people,
)


@dataclass(slots=True)
class Crossings:
    """The shields in force, with everybody who stands on a side, for asking of many rows."""

    shields: list[Shield] = field(default_factory=list)
    sides: dict[UUID, frozenset[str]] = field(default_factory=dict)
    keepers: dict[str, UUID] = field(default_factory=dict)
    births: dict[str, set[date]] = field(default_factory=dict)  # by the present identity of each shield

    @classmethod
    def now(cls) -> "Crossings":
        """As they stand in the tables."""
        found = cls(shields=[_with_whoever_they_are_now(shield) for shield in shields_in_force()])
        for row in IdentityShield.objects.order_by("pk"):
            for side in (row.former_id, row.present_id):
                ids = ids_under(str(side))
                found.keepers |= dict.fromkeys(ids, row.custodian_id)
                found.sides |= {UUID(one): ids for one in ids}
        found.births = {shield.present: births_of(shield) for shield in found.shields}
        return found

    def of(
        self,
        person: Person,
        told: Iterable[Description],
        numbers: Iterable[PersonIdentifier],
        periods: Iterable[AddressPeriod],
        *,
        before: Description | None = None,
    ) -> UUID | None:
        """The custodians of the shield that these words about this person would cross; None where none. Said of somebody who is
        on neither side (with what was said `before`), they cross it where they put both lives together."""
        if not self.shields:
            return None
        told, numbers = list(told), list(numbers)
        ids = self.sides.get(person.pk)
        if ids is None and before is not None:
            told.append(before)
        traits: set[str] = set()
        for one in told:
            traits |= traits_of_description(one)
        for number in numbers:
            traits |= traits_of_number(number.kind, number.value)
        for period in periods:
            traits |= traits_of_address(period.place.line, period.place.postcode)
        if ids is not None:
            return None if may_hold(self.shields, ids, frozenset(traits)) else self.keepers[str(person.pk)]
        known = frozenset().union(
            *(numbers_of_description(one) for one in told),
            *(traits_of_number(one.kind, one.value) for one in numbers),
        )
        born = {one.born_on for one in told if one.born_on}
        for shield in self.shields:
            if tells_of_both(shield, frozenset(traits), known, born, self.births[shield.present]):
                return UUID(shield.keeper)
        return None

    def is_present(self, person_id: UUID) -> bool:
        """Is this the present identity of a shield?"""
        ids = self.sides.get(person_id, frozenset())
        return any(shield.present in ids for shield in self.shields)

    def between(self, one: UUID, other: UUID) -> UUID | None:
        """The custodians of the shield that a tie between these two would cross."""
        ends = [self.sides.get(end, frozenset({str(end)})) for end in (one, other)]
        for shield in self.shields:
            if not may_tie([shield], *ends):
                return UUID(shield.keeper)
        return None


def _with_whoever_they_are_now(shield: Shield) -> Shield:
    """With everybody with whom the former household was joined since: rows stand with whoever they are now."""
    apart = joined_with(shield.kept_apart)
    heads = Person.objects.filter(pk__in=apart, superseded_by__isnull=False)
    now = frozenset(str(one) for one in heads.values_list("superseded_by_id", flat=True))
    return replace(shield, kept_apart=shield.kept_apart | apart | now)


def births_of(shield: Shield) -> set[date]:
    """The dates of birth that are said of either side."""
    ids = ids_under(shield.former) | ids_under(shield.present)
    rows = Description.objects.filter(person_id__in=ids, born_on__isnull=False)
    return {one for one in rows.values_list("born_on", flat=True) if one}


def tells_of_both(
    shield: Shield, traits: frozenset[str], numbers: frozenset[str], born: set[date], births: set[date]
) -> bool:
    """Is it this child of whom both lives are told at once: something of each alone, and a number or the birthday of theirs? Two
    surnames by themselves are other people's as well."""
    if not shield.bears_both(traits):
        return False
    return bool(numbers & (shield.former_traits | shield.present_traits)) or bool(born & births)


def would_cross(one_id: str, other_id: str) -> bool:
    """See `crossed_by_joining`."""
    return crossed_by_joining(one_id, other_id) is not None


def crossed_by_joining(one_id: str, other_id: str) -> Shield | None:
    """The identity shield across which something would come if these two were one: they are its two sides, one is of the former
    household, one bears what belongs to the other side alone, or the two together tell of both lives. None if none."""
    shields = shields_in_force()
    if not shields:
        return None
    one, other = ids_under(one_id), ids_under(other_id)
    untold = [shield for shield in shields if may_tie([shield], one, other)]
    if len(untold) < len(shields):
        return next(shield for shield in shields if shield not in untold)
    mine, theirs = traits_of_people(one), traits_of_people(other)
    for shield in shields:
        if {shield.former, shield.present} & (one | other):
            if not (may_hold([shield], one, theirs) and may_hold([shield], other, mine)):
                return shield
        elif shield.bears_both(mine | theirs):
            told = list(Description.objects.filter(person_id__in=one | other))
            rows = PersonIdentifier.objects.filter(person_id__in=one | other).values_list("kind", "value")
            numbers = frozenset().union(
                *(numbers_of_description(row) for row in told), *(traits_of_number(*row) for row in rows)
            )
            born = {row.born_on for row in told if row.born_on}
            if tells_of_both(shield, mine | theirs, numbers, born, births_of(shield)):
                return shield
    return None


def shielded_homes() -> frozenset[tuple[str, str]]:
    """Every address at which somebody protected lives now, as (address key, postcode)."""
    rows = AddressPeriod.objects.filter(
        Q(person__address_hidden=True) | Q(place__shielded=True), to_on__isnull=True
    ).values_list("place__line", "place__postcode")
    found = {(address_key(line), postcode) for line, postcode in rows}
    return frozenset(one for one in found if all(one))


def claims_disagree(some: Sequence[Named], others: Sequence[Named]) -> bool:
    """Can two people who claim one number not be the same, as they were described? Neither named, nobody can tell."""
    told = [one for one in some if one.forenames or one.surnames]
    against = [one for one in others if one.forenames or one.surnames]
    if not told or not against:
        return False
    return not any(may_be_one(one, other) for one in told for other in against)
