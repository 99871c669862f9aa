"""What an import must not bring together: the sides of an identity shield, whoever is hidden, people who claim one number."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
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
from plait.people.store.identity import ids_under, shields_in_force
from plait.people.store.shields import (
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
    apart: frozenset[str] = frozenset()

    @classmethod
    def now(cls) -> "Crossings":
        """As they stand in the tables."""
        found = cls(shields=shields_in_force())
        for row in IdentityShield.objects.order_by("pk"):
            for side in (row.former_id, row.present_id):
                ids = ids_under(str(side))
                found.keepers |= dict.fromkeys(ids, row.custodian_id)
                found.sides |= {UUID(one): ids for one in ids}
        found.apart = frozenset().union(*(shield.kept_apart for shield in found.shields))
        return found

    def of(
        self,
        person: Person,
        told: Iterable[Description],
        numbers: Iterable[PersonIdentifier],
        periods: Iterable[AddressPeriod],
    ) -> UUID | None:
        """The custodians of the shield that these words about this person would cross; None where none."""
        ids = self.sides.get(person.pk)
        if ids is None:
            return None
        traits: set[str] = set()
        for one in told:
            traits |= traits_of_description(one)
        for number in numbers:
            traits |= traits_of_number(number.kind, number.value)
        for period in periods:
            traits |= traits_of_address(period.place.line, period.place.postcode)
        return None if may_hold(self.shields, ids, frozenset(traits)) else self.keepers[str(person.pk)]

    def between(self, one: UUID, other: UUID) -> UUID | None:
        """The custodians of the shield that a tie between these two would cross."""
        ends = [self.sides.get(end, frozenset({str(end)})) for end in (one, other)]
        if not self.shields or may_tie(self.shields, *ends):
            return None
        return next(self.keepers[end] for end in (str(one), str(other)) if end in self.keepers)


def would_cross(one_id: str, other_id: str) -> bool:
    """Would it bring something across an identity shield if these two were one: the two sides, somebody of the former
    household, or whoever bears what belongs to the other side alone?"""
    shields = shields_in_force()
    one, other = ids_under(one_id), ids_under(other_id)
    sides = {side for shield in shields for side in (shield.former, shield.present)}
    if not sides & (one | other):
        return False
    if not may_tie(shields, one, other):
        return True
    return not (
        may_hold(shields, one, traits_of_people(other)) and may_hold(shields, other, traits_of_people(one))
    )


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
