"""Families: persons, how each concern described them, where they live, who they are to one another, who is involved."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from benchmarks.seeding.area import FORENAMES, MORNING, SURNAMES, TOWNS, Area
from plait.matching.names import name_key, sound
from plait.people.models import (
    AddressPeriod,
    Assertion,
    DeclaredConflict,
    Description,
    Involvement,
    Person,
    Place,
    Relationship,
    SafetyNote,
)

_KEYS = {name: (name_key(name), sound(name)) for name in (*FORENAMES, *SURNAMES)}


@dataclass(slots=True)
class Family:
    """Ids of its children and adults, with a name and a date of birth for each."""

    surname: str
    children: list[str]
    adults: list[str]
    called: dict[str, tuple[str, date]] = field(default_factory=dict)

    @property
    def everyone(self) -> list[str]:
        """Children first."""
        return [*self.children, *self.adults]


def new_family(area: Area, *, at: datetime, restricted: bool = False) -> Family:
    """One to three children and one or two adults, at one address; a few are protected or restricted."""
    chance, writer = area.chance, area.writer
    family = Family(
        chance.choice(SURNAMES),
        [area.new_id() for _ in range(chance.choices((1, 2, 3), (60, 30, 10))[0])],
        [area.new_id() for _ in range(chance.choices((1, 2), (55, 45))[0])],
    )
    hidden, drawn = chance.random() < 0.03, chance.random() < 0.001
    restricted = restricted or drawn
    for person in family.everyone:
        years = chance.randint(0, 16) if person in family.children else chance.randint(20, 55)
        born = (at - timedelta(days=365 * years + chance.randint(1, 364))).date()
        family.called[person] = (chance.choice(FORENAMES), born)
        writer.add(
            Person,
            id=person,
            made_at=at,
            restricted=restricted,
            custodian_id=area.team("custodians") if restricted else None,
            address_hidden=hidden,
            address_hidden_because="Told in a concern" if hidden else "",
        )
    place = area.new_id()
    line = f"{chance.randint(1, 180)} {chance.choice(SURNAMES)} Street"
    postcode = f"EW{chance.randint(1, 9)}{chance.randint(1, 9)}{chr(65 + chance.randint(0, 25))}Z"
    writer.add(Place, id=place, line=line, town=chance.choice(TOWNS), postcode=postcode, shielded=hidden)
    for person in family.everyone:
        writer.add(AddressPeriod, id=area.new_id(), person_id=person, place_id=place, source_ref="benchmark")
    return family


def described(
    area: Area, family: Family, *, ref: str, agency: str, known: bool, at: datetime
) -> dict[str, str]:
    """What this concern says of each of them: description ids by person id, with who said who it is."""
    made: dict[str, str] = {}
    for person in family.everyone:
        forename, born = family.called[person]
        made[person] = area.new_id()
        area.writer.add(
            Description,
            id=made[person],
            person_id=person,
            source_ref=ref,
            agency_id=agency,
            stated_at=at,
            forename=forename,
            surname=family.surname,
            born_on=born,
            school="Alder Lane Primary School" if person in family.children else "",
            forename_key=_KEYS[forename][0],
            surname_key=_KEYS[family.surname][0],
            forename_sound=_KEYS[forename][1],
            surname_sound=_KEYS[family.surname][1],
        )
        if known:
            area.writer.add(
                Assertion, id=area.new_id(), description_id=made[person], person_id=person, was_id=person,
                decided="person", by=str(area.person("screener").pk), at=at, because="Same name, date of birth and address",
            )  # fmt: skip
    if not known:
        for adult in family.adults:
            for child in family.children:
                area.writer.add(
                    Relationship, id=area.new_id(), person_id=adult, other_id=child, kind="mother", lives_with="yes",
                    source_ref=ref,
                )  # fmt: skip
    if area.chance.random() < 0.05:
        area.writer.add(
            SafetyNote, id=area.new_id(), person_id=family.children[0], kind="where", who="The father", at=at,
            source_ref=ref,
        )  # fmt: skip
    return made


def involve(
    area: Area, people: list[str], *, kind: str, source: str, of: str = "contact", team: str | None = None,
    practitioner: str | None = None, at: datetime, until: datetime | None = None,
) -> None:  # fmt: skip
    """One row a person, as the deeds leave them; `until` where that work is over."""
    for person in people:
        area.writer.add(
            Involvement, id=area.new_id(), person_id=person, team_id=team, practitioner_id=practitioner, kind=kind,
            from_at=at, to_at=until, source_kind=of, source_id=source,
        )  # fmt: skip


def declare_conflicts(area: Area, families: list[Family]) -> None:
    """Everyone who reads in this benchmark knows two families of the past, so that each list must look."""
    readers = [area.person(key) for key in ("screener", "manager", "police", "lead")]
    for number, reader in enumerate(readers):
        for family in families[2 * number : 2 * number + 2]:
            for person in family.everyone:
                area.writer.add(
                    DeclaredConflict, id=area.new_id(), practitioner_id=reader.pk.hex, person_id=person,
                    kind="neighbour", declared_at=MORNING - timedelta(days=60),
                )  # fmt: skip
